using Salience.Evaluation.Experiments;
using Salience.Evaluation.Maps;
using Salience.Evaluation.Reports;
using Salience.Evaluation.Results;
using Salience.Evaluation.Subjects;
using static TorchSharp.torch;

namespace Salience.Evaluation.Runs;

/// <summary>An experiment on a subject in a run folder, which may hold cells of an earlier session.</summary>
/// <remarks>
/// Every finished cell is a file of its own that appears at once. Killed at any moment and started again with the same settings, a run measures what is
/// missing and ends with the same bytes as an undisturbed run, <c>log.jsonl</c> (times) and the circumstances in <c>run.json</c> excepted, on one machine
/// with one number of threads. Work that takes longer than a cell, such as a training, goes on from the files that it keeps in <c>work/</c>.
/// </remarks>
public sealed class ExperimentRun : IDisposable
{
    private readonly Experiment _experiment;
    private readonly EvaluationSubject _subject;
    private readonly IReadOnlyList<MapSource> _methods;
    private readonly RunSettings _settings;
    private readonly RunPlan _plan;
    private readonly RunFolder _folder;

    private ExperimentRun(RunFolder folder, Experiment experiment, EvaluationSubject subject, IReadOnlyList<MapSource> methods, RunSettings settings, RunPlan plan) =>
        (_folder, _experiment, _subject, _methods, _settings, _plan) = (folder, experiment, subject, methods, settings, plan);

    /// <summary>Number of cells.</summary>
    public int Cells => _plan.Cells.Count;

    /// <summary>Opens a run folder, made if need be.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="experiment">The experiment.</param>
    /// <param name="subject">What it is done on; it must outlive the run.</param>
    /// <param name="methods">The methods, bound to the subject's network; they must outlive the run. Left out of account where the experiment compares none.</param>
    /// <param name="settings">How much is measured.</param>
    /// <returns>The run, disposed by the caller.</returns>
    /// <exception cref="ArgumentException">The experiment cannot be done so; the message says why.</exception>
    /// <exception cref="InvalidDataException">The folder holds a run with other settings, or something else; the message says what differs.</exception>
    /// <exception cref="IOException">The folder cannot be written, or another process works in it.</exception>
    public static ExperimentRun Open(string folder, Experiment experiment, EvaluationSubject subject, IReadOnlyList<MapSource> methods, RunSettings settings)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(methods);
        ArgumentNullException.ThrowIfNull(settings);
        settings.Checked();
        RunChecks.Require(experiment, subject, methods);
        var plan = RunPlan.Of(experiment, subject, methods, settings);
        var identity = RunIdentity.Of(experiment, subject, methods, plan, settings);
        var opened = RunFolder.Open(folder);
        try
        {
            opened.Claim(identity, RunIdentity.Circumstances);
            return new ExperimentRun(opened, experiment, subject, methods, settings, plan);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Measures the cells that are missing and writes <c>results.csv</c>, <c>results.json</c>, the plots and <c>report.html</c>.</summary>
    /// <param name="progress">Told each finished cell, and within cells that take long what is being done.</param>
    /// <param name="cancellation">Ends the work within a pass through the network; finished cells are kept.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public ExperimentResult Execute(IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        var missing = new Queue<PlannedCell>(_plan.Cells.Where(cell => CellFile.Read(_folder.CellFileOf(cell), cell) is null));
        Measure(missing, progress, cancellation);
        var result = ResultBuilder.Build(_experiment, _subject, _methods, _plan, _settings, cell => CellFile.Read(_folder.CellFileOf(cell), cell)!);
        RunReport.Write(_folder.Path, result, cancellation);
        _folder.ClearWork();
        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private void Measure(Queue<PlannedCell> missing, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        var clock = new RunClock(_folder.LogFile);
        var done = Cells - missing.Count;
        progress?.Report(new RunProgress(done, Cells, string.Empty, null));
        void Working(string activity) => progress?.Report(new RunProgress(done, Cells, activity, clock.Left(missing)));
        using var bench = new CellBench(_subject, new CellOptions(_settings.Seed, _settings.Batch, cancellation, _folder.WorkFolder, Working));
        while (missing.TryPeek(out var cell))
        {
            cancellation.ThrowIfCancellationRequested();
            clock.Start();
            var shared = bench.Making;
            var figures = bench.Measure(_experiment, cell);
            CellFile.Write(_folder.CellFileOf(cell), cell, figures);
            missing.Dequeue();
            clock.Finish(cell, bench.Making - shared);
            progress?.Report(new RunProgress(++done, Cells, $"{cell.MethodName}, {cell.Part.Title}, items {cell.Items[0]}–{cell.Items[^1]}", clock.Left(missing)));
        }
    }
}
