using System.Numerics;
using System.Runtime.InteropServices;

namespace Salience.Evaluation.Experiments.Perturbation.Imputation;

/// <summary>Solves the systems of one picture size, one after the other: conjugate gradients preconditioned by a multigrid cycle.</summary>
/// <remarks>
/// A coarse value is unknown where every pixel that it reaches is unknown. The coarse systems <c>Pᵀ A P</c> (P bilinear interpolation) are then those of a picture
/// without known pixels, sums of two products of tridiagonal matrices (<see cref="LineStencil"/>), and nothing has to be computed for a mask but where it is.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class ImputationSolver<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int MostSteps = 1000;

    // Largest eigenvalue of D⁻¹A: 4/3 on pixels, 3/2 on the grids above; these values damp what the next grid cannot show to a third.
    private static readonly T FineDamping = T.One;
    private static readonly T CoarseDamping = T.CreateChecked(8.0 / 9);

    private readonly List<GridLevel<T>> _levels = [];
    private readonly T[] _known, _direction, _sum;
    private int _used;

    /// <summary>Makes a solver.</summary>
    /// <param name="height">Height of the pictures.</param>
    /// <param name="width">Their width.</param>
    public ImputationSolver(int height, int width)
    {
        var (rows, columns) = (LineStencil.OfPixels(height), LineStencil.OfPixels(width));
        _levels.Add(new GridLevel<T>(rows, columns));
        while (Math.Max(rows.Length, columns.Length) > 1)
            _levels.Add(new GridLevel<T>(rows = rows.Coarser(), columns = columns.Coarser()));
        T[] Plane() => new T[_levels[0].Right.Length];
        (_known, _direction, _sum) = (Plane(), Plane(), Plane());
    }

    /// <summary>Sets which pixels are removed.</summary>
    /// <param name="removed">Row by row.</param>
    public void Remove(ReadOnlySpan<bool> removed)
    {
        var fine = _levels[0];
        foreach (var run in fine.Runs)
            _direction.AsSpan(fine.At(run.Row, run.First), run.Length).Clear();
        fine.Mark(removed);
        for (_used = 1; _used < _levels.Count; _used++)
        {
            _levels[_used].Mark(_levels[_used - 1]);
            if (_levels[_used].Runs.Count == 0)
                break;
        }
    }

    /// <summary>Fills the pixels that <see cref="Remove"/> named in a channel.</summary>
    /// <param name="pixels">Row by row; removed ones do not matter.</param>
    /// <param name="tolerance">Residual at which the solution counts, as a share of the right-hand side.</param>
    /// <param name="filled">All pixels, row by row.</param>
    /// <returns>Steps of the conjugate gradients.</returns>
    public int Fill(ReadOnlySpan<T> pixels, T tolerance, Span<T> filled)
    {
        pixels.CopyTo(filled);
        var fine = _levels[0];
        if (fine.Runs.Count == 0)
            return 0;
        for (var y = 0; y < fine.Height; y++)
            pixels.Slice(y * fine.Width, fine.Width).CopyTo(_known.AsSpan(fine.At(y, 0), fine.Width));
        foreach (var run in fine.Runs)
            Select(_known, fine, run, known: true);
        GridOperator.OnPixels(fine, null, _known, fine.Right);
        foreach (var run in fine.Runs)
        {
            Select(fine.Right, fine, run, known: false);
            var at = fine.At(run.Row, run.First);
            _sum.AsSpan(at, run.Length).Clear();
            _direction.AsSpan(at, run.Length).Clear();
        }

        var steps = Solve(tolerance);
        foreach (var run in fine.Runs)
        {
            var (at, length) = (fine.At(run.Row, run.First), Math.Min(run.Length, fine.Width - run.First));
            var inverse = fine.Inverse.AsSpan(at, length);
            var sum = _sum.AsSpan(at, length);
            var row = filled.Slice(run.Row * fine.Width + run.First, length);
            for (var x = 0; x < row.Length; x++)
            {
                if (inverse[x] != T.Zero)
                    row[x] = sum[x];
            }
        }

        return steps;
    }

    private static void Select(T[] values, GridLevel<T> level, GridRun run, bool known)
    {
        var start = level.At(run.Row, run.First);
        for (var at = start; at < start + run.Length; at += Vector<T>.Count)
        {
            var isKnown = Vector.Equals(new Vector<T>(level.Inverse, at), Vector<T>.Zero);
            var value = new Vector<T>(values, at);
            (known ? Vector.ConditionalSelect(isKnown, value, Vector<T>.Zero) : Vector.ConditionalSelect(isKnown, Vector<T>.Zero, value)).CopyTo(values, at);
        }
    }

    private int Solve(T tolerance)
    {
        var fine = _levels[0];
        var square = Product(fine.Right, fine.Right);
        var (wanted, before) = (square * tolerance * tolerance, T.Zero);
        var step = 0;
        for (; step < MostSteps && square > wanted; step++)
        {
            var now = Precondition(0);
            var share = before == T.Zero ? T.Zero : now / before;
            before = now;
            foreach (var run in CollectionsMarshal.AsSpan(fine.Runs))
            {
                var start = fine.At(run.Row, run.First);
                for (var at = start; at < start + run.Length; at += Vector<T>.Count)
                    (new Vector<T>(fine.Solution, at) + new Vector<T>(_direction, at) * share).CopyTo(_direction, at);
            }

            GridOperator.OnPixels(fine, null, _direction, fine.Residual);
            var along = -Product(_direction, fine.Residual);
            if (!(along > T.Zero))
                break;
            square = Step(now / along);
        }

        return step;
    }

    /// <summary>Goes along the direction; returns the square of the residual's norm.</summary>
    private T Step(T rate)
    {
        var fine = _levels[0];
        var sum = Vector<T>.Zero;
        foreach (var run in CollectionsMarshal.AsSpan(fine.Runs))
        {
            var start = fine.At(run.Row, run.First);
            for (var at = start; at < start + run.Length; at += Vector<T>.Count)
            {
                (new Vector<T>(_sum, at) + new Vector<T>(_direction, at) * rate).CopyTo(_sum, at);
                var known = Vector.Equals(new Vector<T>(fine.Inverse, at), Vector<T>.Zero);
                var right = Vector.ConditionalSelect(known, Vector<T>.Zero, new Vector<T>(fine.Right, at) + new Vector<T>(fine.Residual, at) * rate);
                right.CopyTo(fine.Right, at);
                sum += right * right;
            }
        }

        return Vector.Sum(sum);
    }

    /// <summary>A cycle through the grids; returns <c>⟨right, solution⟩</c>.</summary>
    private T Precondition(int number)
    {
        var level = _levels[number];
        var damping = number == 0 ? FineDamping : CoarseDamping;
        GridKernels.Begin(level, damping);
        if (number + 1 < _used)
        {
            Subtract(number);
            GridTransfer.Restrict(level, _levels[number + 1]);
            Precondition(number + 1);
            GridTransfer.Add(_levels[number + 1], level);
        }

        Subtract(number);
        return GridKernels.Improve(level, damping);
    }

    private void Subtract(int number)
    {
        var level = _levels[number];
        if (number == 0)
            GridOperator.OnPixels(level, level.Right, level.Solution, level.Residual);
        else
            GridOperator.OnCoarse(level, level.Right, level.Solution, level.Residual);
    }

    private T Product(T[] first, T[] second)
    {
        var (fine, sum) = (_levels[0], Vector<T>.Zero);
        foreach (var run in CollectionsMarshal.AsSpan(fine.Runs))
        {
            var start = fine.At(run.Row, run.First);
            for (var at = start; at < start + run.Length; at += Vector<T>.Count)
                sum += new Vector<T>(first, at) * new Vector<T>(second, at);
        }

        return Vector.Sum(sum);
    }
}
