namespace Salience.Evaluation.Training;

/// <summary>The learning rate as a function of the step alone.</summary>
/// <remarks>
/// With T steps, s from 0 to T − 1, the factor of the learning rate is, W = round(<see cref="WarmUp"/>·T), a = <see cref="StartFactor"/>,
/// b = <see cref="FinalFactor"/> and <c>cos(u, v, p) = v + (u − v)·(1 + cos πp)/2</c>:
/// <list type="bullet">
/// <item>constant and cosine, s &lt; W: <c>a + (1 − a)·(s + 1)/W</c>;</item>
/// <item>constant, s ≥ W: 1;</item>
/// <item>cosine, s ≥ W: <c>cos(1, b, (s − W)/(T − W))</c>, without warm-up PyTorch's CosineAnnealingLR;</item>
/// <item>one cycle, peak P = <see cref="WarmUp"/>·T − 1: <c>cos(a, 1, s/P)</c> up to P, then <c>cos(1, b, (s − P)/(T − 1 − P))</c>, PyTorch's OneCycleLR.</item>
/// </list>
/// Sources: Loshchilov and Hutter 2017 (cosine), Smith and Topin 2018 (one cycle).
/// </remarks>
public sealed record LearningRateSchedule
{
    private LearningRateSchedule()
    {
    }

    /// <summary>The form of the curve.</summary>
    public required ScheduleShape Shape { get; init; }

    /// <summary>The share of all steps in which the rate rises, 0 to 1.</summary>
    public double WarmUp
    {
        get;
        init => field = Require(value, nameof(WarmUp));
    }

    /// <summary>The factor at the beginning of the rise, 0 to 1.</summary>
    public double StartFactor
    {
        get;
        init => field = Require(value, nameof(StartFactor));
    }

    /// <summary>The factor that the fall ends with, 0 to 1.</summary>
    public double FinalFactor
    {
        get;
        init => field = Require(value, nameof(FinalFactor));
    }

    /// <summary>The same rate at every step after the warm-up.</summary>
    public static LearningRateSchedule Constant(double warmUp = 0) =>
        new() { Shape = ScheduleShape.Constant, WarmUp = warmUp, FinalFactor = 1 };

    /// <summary>Half a cosine from 1 down to <paramref name="finalFactor"/> after the warm-up.</summary>
    public static LearningRateSchedule Cosine(double warmUp = 0, double finalFactor = 0) =>
        new() { Shape = ScheduleShape.Cosine, WarmUp = warmUp, FinalFactor = finalFactor };

    /// <summary>Up from <paramref name="startFactor"/> to 1 in the share <paramref name="warmUp"/> of the steps, then down to <paramref name="finalFactor"/>.</summary>
    public static LearningRateSchedule OneCycle(double warmUp = 0.3, double startFactor = 1 / 25.0, double finalFactor = 1 / 25e4) =>
        new() { Shape = ScheduleShape.OneCycle, WarmUp = warmUp, StartFactor = startFactor, FinalFactor = finalFactor };

    /// <summary>The factor of the learning rate.</summary>
    /// <param name="step">s, from 0.</param>
    /// <param name="steps">T.</param>
    public double FactorAt(long step, long steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(step, steps);
        if (Shape == ScheduleShape.OneCycle)
            return OneCycleAt(step, steps);
        var rise = (long)Math.Round(WarmUp * steps);
        if (step < rise)
            return StartFactor + (1 - StartFactor) * (step + 1) / rise;
        return Shape == ScheduleShape.Constant ? 1 : Anneal(1, FinalFactor, (double)(step - rise) / (steps - rise));
    }

    private double OneCycleAt(long step, long steps)
    {
        var peak = WarmUp * steps - 1;
        if (step <= peak)
            return peak == 0 ? 1 : Anneal(StartFactor, 1, step / peak);
        peak = Math.Max(0, peak);
        return steps - 1 <= peak ? 1 : Anneal(1, FinalFactor, (step - peak) / (steps - 1 - peak));
    }

    private static double Anneal(double from, double to, double progress) => to + (from - to) * (1 + Math.Cos(Math.PI * progress)) / 2;

    private static double Require(double value, string name) => value is >= 0 and <= 1
        ? value
        : throw new ArgumentException($"{name} of the learning-rate schedule is {value}; it must be between 0 and 1.", name);
}
