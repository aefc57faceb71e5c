using Salience.Evaluation.Datasets.Files;
using Salience.Imaging;

namespace Salience.Evaluation.Datasets;

/// <summary>Pictures in a folder, decoded when they are read: a folder for each class, or one folder of files whose names begin with a WordNet id.</summary>
/// <remarks>
/// Classes are the folders' names, or the ids (<c>n01440764</c>), in ordinal order; with a file of synsets (<c>n01440764 tench, Tinca tinca</c> on each line)
/// they are its names in its order, whether there are pictures of each or not. Pictures are PNG, JPEG, WebP, BMP and GIF files by extension, in
/// ordinal order; they are resized and cropped as <see cref="Preprocessing"/> does. Source of the layout: ImageNet, and torchvision's <c>ImageFolder</c>.
/// </remarks>
public sealed class ImageFolder : ImageDataset
{
    private readonly FolderEntry[] _entries;
    private readonly Preprocessing _preprocessing;

    private ImageFolder(string folder, ImageFolderSettings settings, ClassedFiles files)
    {
        Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        Shape = settings.Shape;
        Normalization = settings.Normalization ?? (settings.Shape.Channels == 3 ? Normalization.ImageNet : Normalization.None);
        Classes = files.Classes;
        _entries = files.Entries;
        _preprocessing = new Preprocessing(Shape.Height, Shape.Width, Shape.Channels, Normalization.None, settings.Resize);
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override int Count => _entries.Length;

    /// <inheritdoc/>
    public override ImageShape Shape { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes { get; }

    /// <inheritdoc/>
    public override Normalization Normalization { get; }

    /// <summary>Lists the pictures of a folder; none is decoded yet.</summary>
    /// <exception cref="IOException">The folder or the file of synsets is missing.</exception>
    /// <exception cref="InvalidDataException">
    /// There are no pictures, a class folder is empty, a name does not begin with a WordNet id, or an id is not among the synsets.
    /// </exception>
    /// <exception cref="ArgumentException">The settings describe no picture.</exception>
    public static ImageFolder Open(string folder, ImageFolderSettings settings)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Shape is not { Channels: 1 or 3, Height: >= 1, Width: >= 1 } || settings.Resize < 1)
            throw new ArgumentException($"Pictures {settings.Shape} resized to {settings.Resize} are not possible; give 1 or 3 channels and sides of at least 1.", nameof(settings));
        return new ImageFolder(folder, settings, ClassedFiles.List(folder, settings.Synsets is { } path ? SynsetList.Read(path) : null));
    }

    /// <summary>The file of a picture.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> − 1.</param>
    public string PathOf(int index)
    {
        CheckIndex(index);
        return _entries[index].Path;
    }

    /// <inheritdoc/>
    public override int LabelOf(int index)
    {
        CheckIndex(index);
        return _entries[index].Label;
    }

    /// <inheritdoc/>
    public override void Read(int index, Span<byte> pixels)
    {
        CheckRead(index, pixels);
        var path = _entries[index].Path;
        var picture = ImageFile.Read(path);
        try
        {
            picture = _preprocessing.Apply(picture).Picture;
        }
        catch (ArgumentException unfit)
        {
            throw new InvalidDataException($"{path}: {unfit.Message}", unfit);
        }

        var area = Shape.Height * Shape.Width;
        var interleaved = picture.Pixels;
        for (var c = 0; c < Shape.Channels; c++)
        {
            var plane = pixels.Slice(c * area, area);
            for (var i = 0; i < area; i++)
                plane[i] = interleaved[3 * i + c];
        }
    }
}
