import type { Translation } from '../../../messages/text.ts';
import type { FINDINGS_AUTOMATIC_EN } from '../../en/findings/automatic.ts';

export const FINDINGS_AUTOMATIC_JA: Translation<typeof FINDINGS_AUTOMATIC_EN> = {
  'finding.auto-detect-not-resolved':
    '{store}: 自動検出がオンです。このネットワークでの結果は確認しておらず、手動設定だけを対象にしました。',
  'finding.auto-detect-not-resolved.beside-proxy':
    '{store}: 自動検出がオンです。このネットワークでの結果を確認していないため、WinHTTP の {proxy} が自動検出の結果と同じか、古い設定かを判断できません。WinHTTP は変更しません。',
  'finding.auto-detect-not-resolved.beside-proxy.remedy':
    'WinHTTP だけを設定するには、その内容を --desired のファイルで指定してください。--proxy と --direct は WinINET も設定します。',
  'fleet-cause.auto-detect-not-resolved':
    'WinINET が自動検出を使用しているため、必要なプロキシを判断できません。',
  'finding.pac-file-unused':
    '--pac-file の PAC ファイルは使用されません。経路を決める設定に PAC ファイルも自動検出もありません。',
  'finding.pac-file-unused.remedy':
    '--pac-file を省略するか、ユーザーが使用する PAC ファイルのアドレスを --pac URL で指定してください。',
  'fleet-cause.pac-file-unused': '--pac-file の PAC ファイルは使用されません。',
  'finding.automatic-resolved':
    '{store}: 自動検出または PAC ファイルにより、対象のアドレスはすべて {host}:{port} を経由します{dead}{fallbacks}。',
  'finding.automatic-resolved.direct':
    '{store}: 自動検出または PAC ファイルにより、対象のアドレスはすべて直接接続になります{dead}。',
  'finding.automatic-resolved.nothing-detected':
    '{store}: 自動検出では何も見つからないため、手動設定が有効です。',
  'finding.automatic-resolved.dead': '。接続できないため除外: {proxies}',
  'finding.automatic-resolved.fallbacks': '。失敗したときの代替の経路は使用しません',
  'finding.automatic-resolved.remedy':
    'このネットワークでの結果です。別のネットワークでは異なることがあります。',
  'fleet-cause.automatic-resolved':
    '自動検出または PAC ファイルに、WinHTTP で使用できないか応答しないプロキシも含まれています。',
  'finding.automatic-refused':
    '{store}: WinHTTP には自動検出や PAC ファイルを設定できません。また、{why}{conditions}: {answers}。',
  'finding.automatic-refused.conditions': ' ({conditions})',
  'finding.automatic-refused.remedy':
    'WinHTTP だけを設定するには、その内容を --desired のファイルで指定してください。--proxy と --direct は WinINET も設定します。',
  'finding.automatic-refused.remedy.incomplete':
    '経路を確認してください。アドレスはゲートウェイの証明書に含まれています (記録の場合は --probe が必要です)。または、WinHTTP の内容を --desired のファイルで指定してください。',
  'fleet-cause.automatic-refused':
    'PAC ファイルまたは自動検出から、WinHTTP に設定するプロキシを 1 つに決定できません。',
  'automatic-refusal.mixed': '対象のアドレスによって結果が異なります',
  'automatic-refusal.unsupported':
    '結果が SOCKS プロキシまたは TLS のプロキシのため、SSTP と WinHTTP では使用できません',
  'automatic-refusal.failed': '結果が得られません',
  'automatic-refusal.conditional':
    'PAC ファイルが、そのコンピューターだけが知る情報または時刻を使用しています',
  'automatic-refusal.incomplete': '証明書を確認できなかったため、失効リストのアドレスが不明です',
  'finding.automatic-unavailable':
    '自動検出と PAC の結果を Windows に問い合わせることができませんでした ({reason})。',
  'finding.automatic-unavailable.remedy': '--proxy または --direct で、設定する内容を指定してください。',
  'fleet-cause.automatic-unavailable':
    '自動検出と PAC の結果を Windows に問い合わせることができませんでした。',
};
