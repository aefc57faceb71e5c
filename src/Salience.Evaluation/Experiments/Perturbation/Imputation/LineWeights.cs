using System.Numerics;

namespace Salience.Evaluation.Experiments.Perturbation.Imputation;

/// <summary>The numbers of a <see cref="LineStencil"/> as they are calculated with, 0 behind the end.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class LineWeights<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Takes up the numbers.</summary>
    public LineWeights(LineStencil line)
    {
        (Stiffness, StiffnessBefore, StiffnessAfter) = Of(line.Stiffness);
        (Mass, MassBefore, MassAfter) = Of(line.Mass);
        Twelfth = new T[Padded(line.Length)];
        Array.Fill(Twelfth, T.CreateChecked(1.0 / 12), 0, line.Length);
    }

    /// <summary>Diagonal of K.</summary>
    public T[] Stiffness { get; }

    /// <summary>K between a place and the one before it.</summary>
    public T[] StiffnessBefore { get; }

    /// <summary>K between a place and the next.</summary>
    public T[] StiffnessAfter { get; }

    /// <summary>Diagonal of M.</summary>
    public T[] Mass { get; }

    /// <summary>M between a place and the one before it.</summary>
    public T[] MassBefore { get; }

    /// <summary>M between a place and the next.</summary>
    public T[] MassAfter { get; }

    /// <summary>1/12 at every place: what a diagonal neighbour weighs on pixels.</summary>
    public T[] Twelfth { get; }

    /// <summary>A length in whole vectors.</summary>
    public static int Padded(int length) => (length + Vector<T>.Count - 1) / Vector<T>.Count * Vector<T>.Count;

    private static (T[] Diagonal, T[] Before, T[] After) Of((double[] Diagonal, double[] Side) matrix)
    {
        var length = matrix.Diagonal.Length;
        var (diagonal, before, after) = (new T[Padded(length)], new T[Padded(length)], new T[Padded(length)]);
        for (var i = 0; i < length; i++)
        {
            diagonal[i] = T.CreateChecked(matrix.Diagonal[i]);
            before[i] = i > 0 ? T.CreateChecked(matrix.Side[i - 1]) : T.Zero;
            after[i] = i < length - 1 ? T.CreateChecked(matrix.Side[i]) : T.Zero;
        }

        return (diagonal, before, after);
    }
}
