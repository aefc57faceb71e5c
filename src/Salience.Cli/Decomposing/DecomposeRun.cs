using System.Globalization;
using Salience.Cli.Explaining;
using Salience.Cli.Inputs;
using Salience.Cli.Models;
using Salience.Cli.Records;
using Salience.Decomposition;
using Salience.Imaging;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Cli.Decomposing;

/// <summary>Decomposes the images of one file after the other.</summary>
/// <param name="session">The model.</param>
/// <param name="folder">Where drawings go; <see langword="null"/> for none.</param>
/// <param name="cancellation">Ends the work between two operators.</param>
internal sealed class DecomposeRun(ModelSession session, string? folder, CancellationToken cancellation)
{
    private readonly ResultNames _names = new();

    /// <summary>One record for each image of the file.</summary>
    public IReadOnlyList<AccountRecord> Decompose(InputLoader loader, InputItem item)
    {
        using var input = loader.Load(item);
        var records = new List<AccountRecord>();
        for (var i = 0; i < input.Count; i++)
            records.Add(Decompose(input, i));
        return records;
    }

    private AccountRecord Decompose(LoadedInput input, int image)
    {
        using var scope = NewDisposeScope();
        var x = input.Images.narrow(0, image, 1);
        var choice = session.Targets(x, 1, cancellation)[0];
        using var result = FullGradient.Decompose(session.Network, x, choice.Target, new FullGradientSettings(session.Settings.Fold), cancellation);
        var outputs = session.Network.Run(Single(x), session.Network.Outputs.Take(1).ToList(), cancellation)[session.Network.Outputs[0]];
        var account = result.Completeness;
        var probability = ClassProbability.Of(outputs.reshape(1, -1), 0, account.Classes![0]);
        var plain = AccountBuilder.Build(session, input.Item.Path, input.IsBatch ? image : null, choice, account.Classes![0], account.Outputs[0], probability);
        var record = AccountBuilder.AddTerms(plain, account, 0, terms: null);
        if (folder is not null)
        {
            var stem = input.IsBatch ? string.Create(CultureInfo.InvariantCulture, $"{input.Item.Stem}-{image:D4}") : input.Item.Stem;
            var file = _names.Take(stem, "layers", choice.Against is { } b ? $"{record.Class}-{b}" : $"{record.Class}", ".png");
            ImageFile.WritePng(Path.Combine(folder, file), LayerSheet.Draw(input.Pictures[image], result, record));
        }

        return record;
    }

    private Dictionary<string, Tensor> Single(Tensor x) => new() { [session.Network.Inputs[0].Name] = x.to_type(session.Network.ComputeType) };
}
