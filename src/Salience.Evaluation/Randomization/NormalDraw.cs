using Salience.Evaluation.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Evaluation.Randomization;

/// <summary>Normal numbers with the mean and the deviation of a trained parameter; those of a single number have its magnitude as deviation.</summary>
internal sealed class NormalDraw
{
    private readonly Tensor _trained;
    private readonly double _mean, _deviation;

    /// <summary>Takes the moments.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="trained">What it is; stays the caller's.</param>
    public NormalDraw(string name, Tensor trained)
    {
        using var scope = NewDisposeScope();
        (Name, _trained, Values) = (name, trained, new double[trained.numel()]);
        var values = trained.to_type(ScalarType.Float64);
        _mean = values.mean().ToDouble();
        _deviation = Values.Length > 1 ? values.std(unbiased: false).ToDouble() : Math.Abs(_mean);
    }

    /// <summary>The parameter.</summary>
    public string Name { get; }

    /// <summary>The numbers, once they are drawn.</summary>
    public double[] Values { get; }

    /// <summary>Draws the numbers.</summary>
    public void Fill(RandomStream random)
    {
        for (var i = 0; i < Values.Length; i++)
            Values[i] = _mean + _deviation * random.NextNormal();
    }

    /// <summary>The numbers in the form of the parameter.</summary>
    public Tensor ToTensor()
    {
        using var scope = NewDisposeScope();
        return tensor(Values).view(_trained.shape).to_type(_trained.dtype).MoveToOuterDisposeScope();
    }
}
