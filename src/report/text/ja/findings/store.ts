import type { Translation } from '../../../messages/text.ts';
import type { FINDINGS_STORE_EN } from '../../en/findings/store.ts';

export const FINDINGS_STORE_JA: Translation<typeof FINDINGS_STORE_EN> = {
  'finding.winhttp-not-aligned': '{store} の設定は「{holds}」ですが、必要な設定は「{desired}」です。',
  'finding.winhttp-not-aligned.unset': '{store} が、必要なプロキシ設定になっていません。',
  'finding.winhttp-not-aligned.unproved':
    '{store} が、必要なプロキシ設定になっていません。ただし、変更後の設定で通信できるかどうかは確認できていません。現在の設定では通信できています。',
  'finding.winhttp-not-aligned.worse':
    '{store} が、必要なプロキシ設定になっていません。ただし、変更後の設定では、現在の設定で通信できている接続先と通信できません。{candidateFails}',
  'finding.winhttp-not-aligned.no-better':
    '{store} が、必要なプロキシ設定になっていません。ただし、変更しても経路の問題は解決しません。{candidateFails}',
  'finding.winhttp-not-aligned.fails':
    '{store} が、必要なプロキシ設定になっていません。ただし、変更後の設定では SSTP または失効確認に失敗します。{candidateFails}',
  'finding.winhttp-not-aligned.both-routes-work': '現在は、どちらの経路も正常です。',
  'finding.winhttp-not-aligned.remedy': '次のコマンドを実行してください: {command}',
  'fleet-cause.winhttp-not-aligned': 'WinHTTP に必要なプロキシが設定されていません。',
  'finding.wininet-not-as-desired': '{store} の設定は「{holds}」ですが、必要な設定は「{desired}」です。',
  'finding.wininet-not-as-desired.unset': '{store} が、必要なプロキシ設定になっていません。',
  'finding.wininet-not-as-desired.unproved':
    '{store} が、必要なプロキシ設定になっていません。ただし、変更後の設定で通信できるかどうかは確認できていません。現在の設定では通信できています。',
  'finding.wininet-not-as-desired.worse':
    '{store} が、必要なプロキシ設定になっていません。ただし、変更後の設定では、現在の設定で通信できている接続先と通信できません。{candidateFails}',
  'finding.wininet-not-as-desired.no-better':
    '{store} が、必要なプロキシ設定になっていません。ただし、変更しても経路の問題は解決しません。{candidateFails}',
  'finding.wininet-not-as-desired.fails':
    '{store} が、必要なプロキシ設定になっていません。ただし、変更後の設定では SSTP または失効確認に失敗します。{candidateFails}',
  'finding.wininet-not-as-desired.remedy': '次のコマンドを実行してください: {command}',
  'fleet-cause.wininet-not-as-desired': 'WinINET に必要なプロキシが設定されていません。',
  'finding.wininet-mirror-differs':
    '{store}: 文字列の値 ({values}) が、Windows が実際に使用する設定と一致しません。',
  'finding.wininet-mirror-differs.remedy':
    '他のツールが片方だけを書き換えています。文字列の値を揃えるには: {command}',
  'fleet-cause.wininet-mirror-differs': 'WinINET の文字列値が、Windows が使用する設定と一致しません。',
  'finding.wininet-strings-only':
    '{store}: 文字列の値は「{strings}」ですが、Windows は「{used}」を使用しています。他のツールが文字列の値だけを書き換えています。',
  'finding.wininet-strings-only.remedy':
    'p2s-fix --apply --proxy … を実行すると、Windows が使用する設定も書き込まれます。--proxy を指定しない場合は、文字列の値の方を揃えます。',
  'fleet-cause.wininet-strings-only': 'WinINET の文字列値が、Windows が使用していない設定を示しています。',
  'finding.wininet-strings-newer':
    '{store}: 文字列の値 ({values}) は「{strings}」で、後から変更されていますが、Windows はまだ取り込んでいません。現在の設定は「{used}」です。プログラムは次回の起動から文字列の値を使用することがあります。',
  'finding.wininet-strings-newer.unknown':
    '{store}: 文字列の値 ({values}) は「{strings}」、設定は「{used}」です。どちらが新しいかを判断できないため ({reason})、プログラムはどちらも使用する可能性があります。',
  'finding.wininet-strings-newer.remedy':
    '必要な状態を指定してください: p2s-fix --apply --proxy HOST:PORT{option}、または p2s-fix --apply --direct{option}。指定しない場合はどちらも変更しません。',
  'fleet-cause.wininet-strings-newer':
    'WinINET の文字列値が設定と一致せず、文字列値の方が新しい可能性があります。',
  'finding.wininet-legacy-missing':
    '{store}: SavedLegacySettings を読み取れないため ({reason})、Windows は文字列の値が変更されたかどうかを判断できません。',
  'finding.wininet-legacy-missing.absent':
    '{store}: SavedLegacySettings がないため、Windows は文字列の値が変更されたかどうかを判断できません。',
  'finding.wininet-legacy-missing.remedy': '次にこの設定を変更するときに p2s-fix が書き込みます。',
  'fleet-cause.wininet-legacy-missing': 'SavedLegacySettings がないか、読み取れません。',
  'finding.value-wrong-type':
    '{store}: 値 {value} の型が {wanted} ではなく {type} です。プログラムが無視したり、誤って読み取ったりすることがあります。',
  'finding.value-wrong-type.remedy':
    '--proxy または --direct で状態を指定すると、p2s-fix が正しい型で書き込みます。',
  'finding.value-wrong-type.list':
    '--proxy でプロキシを指定すると、p2s-fix が正しい型で書き込みます。--direct を指定すると、この値はオフになります。',
  'finding.value-wrong-type.off':
    'この値はオフです。--proxy でプロキシを設定するときに、p2s-fix が正しい型で書き込みます。',
  'fleet-cause.value-wrong-type': 'レジストリ値の型が正しくありません。',
  'finding.value-not-restorable':
    '{store}: 変更すると値 {value} が置き換わります。この型 ({type}) は PowerShell では書き込めないため、Windows ではロールバックしても復元できません。',
  'finding.value-not-restorable.remedy':
    '残すには、先にそのレジストリ キーをエクスポートしてください。置き換えるには、確認で同意するか --yes を追加してください。',
  'fleet-cause.value-not-restorable': '変更すると、ロールバックで復元できない値が置き換わります。',
  'finding.policy-proxy-differs': '{store}: ポリシーの値は「{policy}」ですが、設定は「{used}」です。',
  'finding.policy-proxy-differs.remedy': 'どちらが正しいかを、ポリシーの管理者に確認してください。',
  'fleet-cause.policy-proxy-differs': 'ポリシーの指定が、使用されている設定と異なります。',
  'finding.vpn-entry-proxy':
    '{store}: この VPN エントリには独自のプロキシ設定 ({settings}) がありますが、LAN の設定は直接接続です。p2s-fix は LAN の設定に従います。',
  'fleet-cause.vpn-entry-proxy': 'VPN エントリに独自のプロキシ設定があります。',
  'finding.winhttp-proxy-empty':
    '{store} はプロキシを使用する設定ですが、サーバーが指定されていないため、直接接続になります。',
  'finding.winhttp-proxy-empty.remedy': 'プロキシが必要な場合は --proxy で指定してください。',
  'fleet-cause.winhttp-proxy-empty': 'WinHTTP はプロキシを使用する設定ですが、プロキシの指定がありません。',
  'finding.winhttp-proxy-unusable': '{store} の設定は {settings} です。',
  'finding.winhttp-proxy-unusable.remedy': '正しいプロキシを --proxy で指定してください。',
  'fleet-cause.winhttp-proxy-unusable': 'WinHTTP に、使用できないプロキシが設定されています。',
  'finding.tunnel-without-proxy':
    '{store}: {settings} には https のプロキシがないため、VPN トンネルは直接接続します。',
  'finding.tunnel-without-proxy.remedy':
    'トンネルでプロキシを使用するには、すべてのプロトコルのプロキシを指定してください: p2s-fix --apply --proxy HOST:PORT。',
  'fleet-cause.tunnel-without-proxy': 'WinINET に https 用のプロキシがないため、トンネルは直接接続します。',
  'finding.auto-detect-hidden':
    '{store}: 自動検出は有効ですが、Windows は無効と報告しています。何も検出されなかったネットワークでは、Windows が有効であることを示さない場合があります。',
  'fleet-cause.auto-detect-hidden': '自動検出は有効ですが、Windows は無効と報告しています。',
  'finding.wininet-legacy-differs':
    '{store}: SavedLegacySettings の値は「{legacy}」です。Windows は LAN の設定を使用しますが、古いプログラムはこの値を使用することがあります。',
  'fleet-cause.wininet-legacy-differs':
    'SavedLegacySettings が WinINET の設定と異なります。古いプログラムはこの値を使用することがあります。',
  'finding.winhttp-wininet-shaped':
    '{store} に WinINET 形式の設定が書き込まれています。プロキシが表示されるツールもありますが、Windows は使用しません。',
  'finding.winhttp-wininet-shaped.remedy':
    '他のツールが書き込んだものです。バックアップの後に全体を置き換えるには: {command}',
  'fleet-cause.winhttp-wininet-shaped': 'WinHTTP の値が WinINET の形式になっており、使用できません。',
  'finding.winhttp-proxy-stale':
    '{store}: コンピューター全体に {proxy} が設定されていますが、ユーザーの設定にはプロキシがありません。',
  'finding.winhttp-proxy-stale.fails':
    '{store}: コンピューター全体に {proxy} が設定されていますが、通信できません。ユーザーの設定にはプロキシがありません。',
  'finding.winhttp-proxy-stale.remedy': '解除するには: {command}',
  'fleet-cause.winhttp-proxy-stale': 'WinHTTP にプロキシがありますが、WinINET にはプロキシがありません。',
  'finding.service-account-proxy':
    '{store}: {settings}。WinHTTP にプロキシがない場合、このアカウントのサービスがこの設定を使用します。',
  'finding.service-account-proxy.decides':
    '{store}: {settings}。失効確認はこのアカウントで実行され、WinHTTP にプロキシがない間はこの設定が使用されます。',
  'fleet-cause.service-account-proxy':
    '失効確認に使用されるサービス アカウントに、独自のプロキシ設定があります。',
  'finding.wpad-disabled': '{store}: 自動検出がオンですが、DisableWpad により WinHTTP では無効です。',
  'fleet-cause.wpad-disabled': '自動検出がオンですが、DisableWpad により WinHTTP では無効です。',
  'finding.changed-since-apply':
    '{store} は、p2s-fix が最後に書き込んだ後 ({appliedAt}、バックアップ {backup})、p2s-fix 以外によって変更されています。',
  'finding.changed-since-apply.remedy':
    'ポリシー、管理エージェント、または他のツールが設定している可能性があります。再度書き込む前に、変更元を確認してください。',
  'fleet-cause.changed-since-apply': '最後の適用の後に、p2s-fix 以外によって設定が変更されました。',
  'finding.bypass-matches':
    '{store}: バイパス リストのエントリ {entry} により、{host} への通信はプロキシを経由しません。',
  'finding.bypass-matches.remedy':
    'このコンピューターから直接到達できない場合は、このエントリを削除してください。',
  'fleet-cause.bypass-matches': 'バイパス リストのエントリにより、必要な通信がプロキシを経由しません。',
  'finding.loopback-proxy': '{store}: プロキシ {host}:{port} はこのコンピューター自身です。',
  'finding.loopback-proxy.silent':
    '{store}: プロキシ {host}:{port} はこのコンピューター自身です。そのポートで待ち受けているプログラムはありません。',
  'finding.loopback-proxy.unnamed':
    '{store}: プロキシ {host}:{port} はこのコンピューター自身です。待ち受けているプログラムの名前は確認できません。',
  'finding.loopback-proxy.named':
    '{store}: プロキシ {host}:{port} はこのコンピューター自身です。{process} (プロセス {pid}) が待ち受けています。',
  'finding.loopback-proxy.remedy':
    '通常はユーザー セッションで動作するエージェントのものです。サービスや、サインイン前の VPN からは利用できるとは限りません。',
  'fleet-cause.loopback-proxy': 'プロキシがそのコンピューター自身 (ループバック) にあります。',
  'finding.wininet-direct-bit-missing':
    '{store}: フラグのビット 0 (直接接続) がありません。Windows がこの設定を無視する可能性があります。',
  'finding.wininet-direct-bit-missing.remedy': '設定するには: {command}',
  'fleet-cause.wininet-direct-bit-missing':
    'WinINET の設定にフラグがなく、Windows が設定を無視する可能性があります。',
  'finding.wininet-blob-absent':
    '{store}: まだ何も保存されていません。Windows は次に使用するときに、文字列の値から設定を作成します。',
  'fleet-cause.wininet-blob-absent': 'WinINET の設定がまだ保存されていません。',
  'finding.store-unreadable': '{store}: {bytes} バイトの値を読み取れません ({reason})。',
  'finding.store-unreadable.remedy':
    '内容を推測することはありません。バックアップの後に全体を置き換えるには: {command}',
  'finding.store-unreadable.remedy.named':
    '内容を推測することはありません。p2s-fix --apply --proxy … --yes で設定を指定すると、バックアップの後に全体を置き換えます。',
  'finding.store-unreadable.remedy.unknown-version':
    '不明なバージョンの値は上書きしません。新しい p2s-fix を使用してください。',
  'fleet-cause.store-unreadable': '読み取れないプロキシ設定があります。',
  'finding.store-unseen': '{store} を参照できません。{key} へのアクセスが拒否されました。',
  'finding.store-unseen.remedy': '管理者として実行してください。',
  'finding.store-unseen.recorded': '{store} がありません。記録ファイルに {key} が含まれていません。',
  'finding.store-unseen.recorded.remedy': 'そのキーもエクスポートしてください。',
  'finding.store-unseen.too-large':
    '{store} を参照できません。{key} に 1,024 個を超える値、または 512 KiB を超えるデータがあります。',
  'finding.store-unseen.too-large.remedy': 'そのキーの不要な値を削除してください。',
  'fleet-cause.store-unseen': '参照できないプロキシ設定があります。',
  'finding.policy-unseen':
    'Policies の下のキーを参照できません。プロキシ設定を管理するポリシーはないものとして扱います。',
  'fleet-cause.policy-unseen': 'Policies の下のキーを参照できません。',
  'finding.store-managed': '{store} は{by} により管理されています。p2s-fix は書き込みません。',
  'finding.store-managed.remedy': 'そのポリシーの管理者に依頼してください。',
  'fleet-cause.store-managed': '設定はポリシーで管理されています。',
  'finding.change-blocked':
    '{store} を変更する必要がありますが、{by} により管理されています。どこにも書き込んでいません。',
  'finding.change-blocked.remedy': 'そのポリシーの管理者に、ポリシー側での設定を依頼してください。',
  'finding.change-blocked.unknown-version':
    '{store} を変更する必要がありますが、値のバージョンが不明なため、上書きしません。',
  'finding.change-blocked.unknown-version.remedy':
    '新しい p2s-fix を使用するか、Windows の機能でプロキシを設定してください。',
  'fleet-cause.change-blocked': '必要な変更を実行できません。',
  'finding.per-machine-policy':
    'ポリシー ProxySettingsPerUser=0 により、すべてのユーザーがコンピューター全体の設定を共有しています。',
  'fleet-cause.per-machine-policy':
    'ポリシーにより、すべてのユーザーがコンピューター全体の設定を共有しています。',
  'finding.alignment-refused': '設定を WinHTTP にコピーできません: {conversion}。',
  'finding.alignment-refused.remedy':
    'WinHTTP だけを設定するには、その内容を --desired のファイルで指定してください。--proxy と --direct は WinINET も設定します。',
  'finding.alignment-refused.remedy.ask':
    '--gateway HOST を指定すると (記録の場合は --probe と --pac-file FILE も指定)、ゲートウェイと失効リストのアドレスに必要なプロキシを p2s-fix が調べます。または、WinHTTP の内容を --desired のファイルで指定してください。',
  'finding.alignment-refused.remedy.needless': '現在はどちらの経路も正常なため、変更は必要ありません。',
  'finding.alignment-refused.remedy.meant':
    '管理者: {meant} が正しいプロキシであれば、WinINET と WinHTTP に設定してください: p2s-fix --apply --proxy {meant}',
  'fleet-cause.alignment-refused': 'WinINET の設定は WinHTTP では使用できません。',
  'finding.alignment-note': 'この設定について: {conversion}。',
  'fleet-cause.alignment-note': 'WinINET の設定の一部が、WinHTTP 用に変換されるか、省かれます。',
  'finding.machine-wide-proxy':
    'WinHTTP のプロキシは、このコンピューターのすべてのサービスに適用され、ネットワークを離れても残ります。Windows Update などもこのプロキシを使用します。',
  'finding.machine-wide-proxy.portable':
    'WinHTTP のプロキシは、このコンピューターのすべてのサービスに適用されます。このコンピューターは持ち運びできるため、社外ではプロキシに到達できず、設定を解除するまで Windows Update、その他のサービス、VPN の失効確認が失敗します。',
  'finding.machine-wide-proxy.remedy':
    '持ち運びできるコンピューターでは、社外で解除してください: netsh winhttp reset proxy',
  'fleet-cause.machine-wide-proxy': 'WinHTTP にプロキシが設定されており、他のネットワークでも適用されます。',
};
