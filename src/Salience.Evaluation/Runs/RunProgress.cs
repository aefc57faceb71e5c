namespace Salience.Evaluation.Runs;

/// <summary>How far a run is.</summary>
/// <param name="Done">Finished cells, those of earlier sessions included.</param>
/// <param name="Total">All cells.</param>
/// <param name="Cell">What was just finished, in a few words, or what is being done where a cell takes long; empty at the beginning.</param>
/// <param name="TimeLeft">Time left, judged by the cells of this session; <see langword="null"/> before the first is finished.</param>
public sealed record RunProgress(int Done, int Total, string Cell, TimeSpan? TimeLeft);
