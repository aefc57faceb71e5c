using Salience.Attribution;
using Salience.Cli.Explaining;
using Salience.Cli.Failures;
using Salience.Cli.Inputs;
using Salience.Cli.Methods;
using Salience.Cli.Models;
using Salience.Cli.Records;
using Salience.Cli.Terminal;
using static TorchSharp.torch;

namespace Salience.Cli.Comparing;

/// <summary>Runs every method on every image; a bad input or a method that fails is reported and the rest is done.</summary>
internal sealed class CompareRun(ModelSession session, CompareSettings settings, InputLoader loader, CommandContext context) : IDisposable
{
    private readonly List<ComparedImage> _images = [];
    private readonly HashSet<AttributionMethod> _begun = [];
    private BoundMethods? _methods;
    private IReadOnlyList<LeftOutRecord> _leftOut = [];

    /// <summary>The images that were compared.</summary>
    public IReadOnlyList<ComparedImage> Images => _images;

    /// <summary>The methods, in the order of the results.</summary>
    public IReadOnlyList<(MethodChoice Choice, AttributionMethod Method)> Methods => _methods?.All ?? [];

    /// <summary>Methods that do not apply, with the reason.</summary>
    public IReadOnlyList<LeftOutRecord> LeftOut => _leftOut;

    /// <summary>Whether an input or a method failed.</summary>
    public bool Failed { get; private set; }

    /// <summary>How many steps of progress a run over that many inputs takes.</summary>
    public int Steps(int inputs) => inputs * (settings.Methods?.Count ?? AttributionMethods.All.Count);

    /// <summary>Runs the methods on the images of one file.</summary>
    public void Compare(InputItem item, IRunProgress progress)
    {
        try
        {
            using var input = loader.Load(item);
            _methods ??= Prepare(input.Images);
            Compare(input, progress);
        }
        catch (Exception failure) when (KnownFailure.IsOfInput(failure))
        {
            Failed = true;
            progress.Say($"salience: {KnownFailure.Describe(failure, item.Path)}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _methods?.Dispose();

    private BoundMethods Prepare(Tensor images)
    {
        if (settings.Methods is { } asked)
            return BoundMethods.Of(asked, session, settings.Batch);
        (var methods, _leftOut) = ComparedMethods.All(session, settings.Options, settings.Batch, images);
        return methods;
    }

    private void Compare(LoadedInput input, IRunProgress progress)
    {
        var records = new AccountRecord?[input.Count];
        var results = Enumerable.Range(0, input.Count).Select(_ => new MapResult?[Methods.Count]).ToList();
        for (var m = 0; m < Methods.Count; m++)
        {
            var (choice, method) = Methods[m];
            var calls = new CallProgress(progress, 1, input.Count);
            for (var i = 0; i < input.Count; i++)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                results[i][m] = Run(choice, method, input, i, calls.Begin($"{input.Item.Path}: {choice.Name}"), progress, ref records[i]);
            }

            progress.Finished($"{input.Item.Path}: {choice.Title}");
        }

        for (var i = 0; i < input.Count; i++)
        {
            if (records[i] is { } record)
                _images.Add(new ComparedImage(record, input.Pictures[i], results[i]));
        }
    }

    private MapResult? Run(
        MethodChoice choice, AttributionMethod method, LoadedInput input, int image, IProgress<double> call, IRunProgress progress, ref AccountRecord? record)
    {
        using var scope = NewDisposeScope();
        var x = input.Images.narrow(0, image, 1);
        var target = session.Targets(x, 1, context.Cancellation)[0];
        try
        {
            var (result, answer) = Measurement.Run(method, x, target.Target, _begun.Add(method), call, context.Cancellation);
            using var outputs = answer.Outputs;
            record ??= AccountBuilder.Build(
                session, input.Item.Path, input.IsBatch ? image : null, target, answer.Class, answer.Score, ClassProbability.Of(outputs, 0, answer.Class));
            return result;
        }
        catch (NotSupportedException failure) when (settings.Methods is null)
        {
            // What the network is made of did not show it, its values do.
            if (_leftOut.All(l => l.Method != choice.Name))
                _leftOut = [.. _leftOut, new LeftOutRecord(choice.Name, failure.Message)];
            return null;
        }
        catch (Exception failure) when (KnownFailure.IsOfInput(failure))
        {
            Failed = true;
            progress.Say($"salience: {input.Item.Path}: {choice.Name}: {KnownFailure.Describe(failure)}");
            return null;
        }
    }
}
