namespace Salience.Evaluation.Experiments;

/// <summary>What an experiment is, for lists, help and reports.</summary>
/// <param name="Name">Name on the command line: words in lower case joined by hyphens.</param>
/// <param name="Question">What it asks, as one question.</param>
/// <param name="Protocol">What is done to each item, in order.</param>
/// <param name="Source">Whose protocol it is, and how ours differs.</param>
/// <param name="Needs">What it cannot run without.</param>
public sealed record ExperimentDescription(string Name, string Question, string Protocol, string Source, ExperimentNeeds Needs);

/// <summary>What an experiment cannot run without.</summary>
[Flags]
public enum ExperimentNeeds
{
    /// <summary>Nothing: it brings its own networks.</summary>
    Nothing = 0,

    /// <summary>A network.</summary>
    Model = 1,

    /// <summary>Labelled pictures.</summary>
    Images = 2,

    /// <summary>The exact mask of what each picture's label names.</summary>
    Masks = 4,

    /// <summary>Methods that make maps; without this flag nothing is compared.</summary>
    Methods = 8,

    /// <summary>Pictures to train on, and the time to do it: minutes that do not depend on how many pictures are measured.</summary>
    Training = 16,
}
