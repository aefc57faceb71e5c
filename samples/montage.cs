#:project ../src/Salience/Salience.csproj
#:package SkiaSharp.NativeAssets.Linux.NoDependencies
#:property PublishAot=false

// One picture of many explanations, for a person to look at:
//   dotnet run samples/montage.cs -- montage.png out1/explanations.json out2/explanations.json …
// Each file of records gives one row: the pictures that 'salience explain' drew, with what they explain above them.
using System.Globalization;
using System.Text.Json;
using Salience.Imaging;

if (args.Length < 2)
{
    Console.Error.WriteLine("usage: montage.cs MONTAGE.png EXPLANATIONS.json…");
    return 2;
}

var tiles = new List<MontageTile>();
var columns = 0;
foreach (string file in args[1..])
{
    using JsonDocument records = JsonDocument.Parse(File.ReadAllBytes(file));
    columns = Math.Max(columns, records.RootElement.GetArrayLength());
    foreach (JsonElement record in records.RootElement.EnumerateArray())
    {
        string picture = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, record.GetProperty("picture").GetString()!);
        tiles.Add(new MontageTile(Title(record), ImageFile.Read(picture)));
    }
}

ImageFile.WritePng(args[0], Montage.Compose(tiles, "", columns));
Console.WriteLine($"{args[0]}: {tiles.Count} explanations");
return 0;

static string Title(JsonElement record)
{
    string name = record.GetProperty("label").GetString() ?? record.GetProperty("class").GetInt64().ToString(CultureInfo.InvariantCulture);
    JsonElement probability = record.GetProperty("probability");
    string share = probability.ValueKind == JsonValueKind.Number ? probability.GetDouble().ToString(" 0%", CultureInfo.InvariantCulture) : "";
    return $"{name.Split(',')[0]}{share}";
}
