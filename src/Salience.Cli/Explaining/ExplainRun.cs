using Salience.Cli.Failures;
using Salience.Cli.Inputs;
using Salience.Cli.Methods;
using Salience.Cli.Models;
using Salience.Cli.Records;
using Salience.Cli.Terminal;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Cli.Explaining;

/// <summary>Explains inputs one batch after the other; a bad input is reported and the rest is done.</summary>
internal sealed class ExplainRun(ModelSession session, ExplainSettings settings, InputLoader loader, CommandContext context) : IDisposable
{
    private readonly BoundMethods _methods = BoundMethods.Of(settings.Methods, session, settings.Batch);

    private readonly RecordFile _records = new(settings.Folder);
    private readonly ResultWriter _writer = new(session, settings, context.Cancellation);
    private readonly List<LoadedInput> _waiting = [];
    private bool _failed;

    /// <summary>What is explained so far, in the order of the inputs.</summary>
    public IReadOnlyList<ExplanationRecord> Records => _records.All;

    /// <summary>Explains every input and writes the records, also when it is cancelled; a run that fails before its first result leaves an older file alone.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="UsageException">A class does not exist, or the labels are not the network's.</exception>
    public int Explain(IReadOnlyList<InputItem> items, IRunProgress progress)
    {
        var code = ExitCode.Cancelled;
        try
        {
            foreach (var item in items)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                Take(item, progress);
            }

            Flush(progress);
            code = _failed ? ExitCode.Failed : ExitCode.Success;
        }
        catch (OperationCanceledException)
        {
            // What is finished is kept below.
        }
        catch (Exception failure) when (KnownFailure.Is(failure) && Records.Count > 0)
        {
            _records.Save();
            throw;
        }

        _records.Save();
        return code;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _methods.Dispose();
        foreach (var input in _waiting)
            input.Dispose();
    }

    /// <summary>Reads a file and explains as soon as a batch is full; arrays are explained on their own.</summary>
    private void Take(InputItem item, IRunProgress progress)
    {
        LoadedInput input;
        try
        {
            input = loader.Load(item);
        }
        catch (Exception failure) when (KnownFailure.IsOfInput(failure))
        {
            Report([item], failure, progress);
            return;
        }

        if (item.IsArray)
            Flush(progress);
        _waiting.Add(input);
        if (item.IsArray || _waiting.Count >= settings.Pictures)
            Flush(progress);
    }

    private void Flush(IRunProgress progress)
    {
        if (_waiting.Count == 0)
            return;
        try
        {
            var records = ExplainWaiting(progress);
            records.ForEach(_records.Add);
            foreach (var input in _waiting)
                Finish(input.Item, records, progress);
        }
        catch (Exception failure) when (KnownFailure.IsOfInput(failure))
        {
            Report(_waiting.Select(input => input.Item), failure, progress);
        }
        finally
        {
            foreach (var input in _waiting)
                input.Dispose();
            _waiting.Clear();
        }
    }

    /// <summary>Explains the waiting inputs under every method, a batch of images at a time.</summary>
    private List<ExplanationRecord> ExplainWaiting(IRunProgress progress)
    {
        using var scope = NewDisposeScope();
        var images = cat([.. _waiting.Select(input => input.Images)]);
        var choices = session.Targets(images, settings.Top, context.Cancellation);
        var places = _waiting.SelectMany(input => Enumerable.Range(0, input.Count).Select(i => new ImagePlace(input, i))).ToList();
        var calls = new CallProgress(progress, _waiting.Count, _methods.All.Count * ((places.Count + settings.Pictures - 1) / settings.Pictures));
        foreach (var (choice, method) in _methods.All)
        {
            var parts = new List<ExplainedBatch>();
            try
            {
                for (var first = 0; first < places.Count; first += settings.Pictures)
                {
                    var count = Math.Min(settings.Pictures, places.Count - first);
                    parts.Add(ExplainedBatch.Run(
                        method, images.narrow(0, first, count), choices, places.GetRange(first, count), calls.Begin($"{places[first].Input.Item.Path}: {choice.Name}"), context.Cancellation));
                }

                _writer.Write(choice, method, choices, parts);
            }
            finally
            {
                parts.ForEach(part => part.Dispose());
            }
        }

        return _writer.TakeRecords();
    }

    private void Finish(InputItem item, List<ExplanationRecord> records, IRunProgress progress)
    {
        var own = records.FindAll(r => r.Input == item.Path);
        foreach (var record in own.Where(r => r.Account is { Exact: true } a && !(a.Residual <= r.Tolerance)))
        {
            _failed = true;
            var account = record.Account!;
            var cause = record.Remarks is { Count: > 0 } remarks ? remarks[0] : "try --precision double, and see 'salience decompose'.";
            progress.Say($"salience: {item.Path}: the terms of class {record.Class} add up to {Numbers.Value(account.Sum)}, not {Numbers.Value(account.Expected)} "
                + $"(residual {Numbers.Residual(account.Residual)}, tolerance {Numbers.Residual(record.Tolerance)}); {cause}");
        }

        progress.Finished($"{item.Path}: {(own.Count == 1 ? ExplainSummary.ClassName(own[0]) : $"{own.Count} explanations")}");
    }

    private void Report(IEnumerable<InputItem> items, Exception failure, IRunProgress progress)
    {
        _failed = true;
        foreach (var item in items)
        {
            progress.Say($"salience: {KnownFailure.Describe(failure, item.Path)}");
            progress.Finished($"{item.Path}: failed");
        }

        if (KnownFailure.ShowsTrace)
            progress.Say(failure.ToString());
    }
}
