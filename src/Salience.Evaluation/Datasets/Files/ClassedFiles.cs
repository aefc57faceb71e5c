namespace Salience.Evaluation.Datasets.Files;

/// <summary>The pictures of a folder with their classes.</summary>
/// <param name="Classes">Names of the classes.</param>
/// <param name="Entries">Files in the order of classes' folders and names.</param>
internal sealed record ClassedFiles(IReadOnlyList<string> Classes, FolderEntry[] Entries)
{
    private static readonly HashSet<string> Extensions = new([".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Lists a folder.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">The folder holds no data set; the message says why.</exception>
    public static ClassedFiles List(string folder, SynsetList? synsets)
    {
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{folder}: there is no such folder; check the path.");
        List<string> folders = [.. Directory.EnumerateDirectories(folder).Where(f => !Path.GetFileName(f).StartsWith('.')).Order(StringComparer.Ordinal)];
        var files = Pictures(folder);
        if (folders.Count > 0 && files.Count > 0)
            throw new InvalidDataException($"{folder}: holds class folders and {files.Count} pictures beside them ({Path.GetFileName(files[0])}); move the pictures into a class folder.");
        if (folders.Count == 0 && files.Count == 0)
            throw new InvalidDataException($"{folder}: holds no pictures (PNG, JPEG, WebP, BMP, GIF); give a folder with a folder of pictures for each class.");
        return folders.Count > 0 ? OfFolders(folders, synsets) : OfIds(files, synsets);
    }

    private static ClassedFiles OfFolders(List<string> folders, SynsetList? synsets)
    {
        var entries = new List<FolderEntry>();
        foreach (var (position, folder) in folders.Index())
        {
            var pictures = Pictures(folder);
            if (pictures.Count == 0)
                throw new InvalidDataException($"{folder}: is a class folder without pictures (PNG, JPEG, WebP, BMP, GIF); remove it or fill it.");
            var label = synsets?.IndexOf(SynsetList.IdOf(Path.GetFileName(folder)) ?? Path.GetFileName(folder), folder) ?? position;
            entries.AddRange(pictures.Select(path => new FolderEntry(path, label)));
        }

        return new ClassedFiles(synsets?.Names ?? [.. folders.Select(f => Path.GetFileName(f)!)], [.. entries]);
    }

    private static ClassedFiles OfIds(List<string> files, SynsetList? synsets)
    {
        List<string> ids = [.. files.Select(path => SynsetList.IdOf(Path.GetFileName(path)) ?? throw new InvalidDataException(
            $"{path}: the name does not begin with a WordNet id such as n01440764; put the pictures into a folder for each class."))];
        List<string> distinct = [.. ids.Distinct().Order(StringComparer.Ordinal)];
        return new ClassedFiles(synsets?.Names ?? distinct, [.. files.Zip(ids, (path, id) =>
            new FolderEntry(path, synsets?.IndexOf(id, path) ?? distinct.BinarySearch(id, StringComparer.Ordinal)))]);
    }

    private static List<string> Pictures(string folder) =>
        [.. Directory.EnumerateFiles(folder).Where(path => Extensions.Contains(Path.GetExtension(path)) && !Path.GetFileName(path).StartsWith('.')).Order(StringComparer.Ordinal)];
}
