namespace Salience.Evaluation.Training;

/// <summary>How the learning rate changes in the course of a training.</summary>
public enum ScheduleShape
{
    /// <summary>Stays.</summary>
    Constant,

    /// <summary>Falls along half a cosine.</summary>
    Cosine,

    /// <summary>Rises along half a cosine, then falls along another.</summary>
    OneCycle,
}
