# Writes nested tables as JSON: hashtables (sorted names), lists, texts, numbers, flags and null.

function ConvertTo-P2SJson($Value) {
    if ($null -eq $Value) { return 'null' }
    if ($Value -is [bool]) { return ConvertTo-P2SJsonFlag $Value }
    if ($Value -is [string]) { return ConvertTo-P2SJsonText $Value }
    if ($Value -is [hashtable]) {
        $names = @($Value.get_Keys() | & { foreach ($one in $input) { $one } })
        [System.Array]::Sort($names, [System.StringComparer]::Ordinal)
        $fields = foreach ($name in $names) { (ConvertTo-P2SJsonText $name) + ':' + (ConvertTo-P2SJson $Value[$name]) }
        return '{' + (@($fields) -join ',') + '}'
    }
    if ($Value -is [System.Collections.IList]) {
        $items = foreach ($item in $Value) { ConvertTo-P2SJson $item }
        return '[' + (@($items) -join ',') + ']'
    }
    ConvertTo-P2SJsonNumber $Value
}
