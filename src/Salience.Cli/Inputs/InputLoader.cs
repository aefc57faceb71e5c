using Salience.Arrays;
using Salience.Cli.BuiltIn;
using Salience.Cli.Failures;
using Salience.Cli.Models;
using Salience.Imaging;
using Salience.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Cli.Inputs;

/// <summary>Reads pictures and arrays for one network.</summary>
internal sealed class InputLoader
{
    private readonly NetworkInput _input;
    private readonly Preprocessing? _preprocessing;

    /// <summary>Prepares the steps for pictures, if there are any.</summary>
    /// <exception cref="UsageException">There are pictures, but the network takes none as it is.</exception>
    public InputLoader(NetworkInput input, NetworkSettings settings, IEnumerable<InputItem> items)
    {
        _input = input;
        _preprocessing = items.Any(item => !item.IsArray) ? PictureInput.Plan(input, settings) : null;
    }

    /// <summary>Reads one file.</summary>
    /// <returns>The input, disposed by the caller.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, of another kind, or has another shape than the network takes.</exception>
    public LoadedInput Load(InputItem item) => item.IsArray ? LoadArray(item) : LoadPicture(item);

    private LoadedInput LoadPicture(InputItem item)
    {
        using var scope = NewDisposeScope();
        var prepared = _preprocessing!.Apply(Read(item.Path));
        return new LoadedInput(item, prepared.ToTensor().unsqueeze(0).DetachFromDisposeScope(), [prepared.Picture], IsBatch: false);
    }

    private static RgbImage Read(string path) => BuiltInContent.IsPicture(path) ? ImageFile.Decode(BuiltInContent.ReadPicture(path), path) : ImageFile.Read(path);

    private LoadedInput LoadArray(InputItem item)
    {
        using var scope = NewDisposeScope();
        if (!File.Exists(item.Path))
            throw new FileNotFoundException($"{item.Path}: there is no such file; check the path.");
        var array = NpyFile.Read(item.Path);
        var rank = _input.Shape.Count == 0 ? 4 : _input.Shape.Count;
        if (array.dim() != rank && array.dim() != rank - 1)
            throw Mismatch(item, array);
        var isBatch = array.dim() == rank;
        var images = isBatch ? array : array.unsqueeze(0);
        for (var d = 1; d < _input.Shape.Count; d++)
        {
            if (_input.Shape[d] is { } size && size != images.shape[d])
                throw Mismatch(item, array);
        }

        if (images.numel() == 0)
            throw new InvalidDataException($"{item.Path}: the array is empty; give at least one image.");
        if (!images.is_floating_point())
            images = images.to_type(ScalarType.Float32);
        if (images.isfinite().logical_not().any().ToBoolean())
            throw new InvalidDataException($"{item.Path}: holds NaN or infinite values; give finite ones.");
        var pictures = Enumerable.Range(0, (int)images.shape[0]).Select(i => Draw(images.select(0, i))).ToList();
        return new LoadedInput(item, images.DetachFromDisposeScope(), pictures, isBatch);
    }

    /// <summary>What is not <c>(C, H, W)</c> is shown as one row.</summary>
    private static RgbImage Draw(Tensor image)
    {
        using var scope = NewDisposeScope();
        return InputPicture.FromTensor(image.dim() == 3 ? image : image.reshape(1, 1, -1));
    }

    private InvalidDataException Mismatch(InputItem item, Tensor array) =>
        new($"{item.Path}: is an array ({string.Join(", ", array.shape)}), but the network takes {PictureInput.Text(_input)}; "
            + "give an array of that shape, with or without the batch dimension.");
}
