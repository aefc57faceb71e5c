using System.Numerics;

namespace Salience.Evaluation.Experiments.Perturbation.Imputation;

/// <summary>One grid of the solver: its places, which of them are unknown, and the numbers that belong to them.</summary>
/// <remarks>
/// Numbers lie row by row with zeros around them, as many as a vector has beside each row. Work is done on runs, the parts of rows in whole vectors that have unknown
/// places, so that few unknowns cost little.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class GridLevel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _line;

    /// <summary>Makes a grid.</summary>
    /// <param name="rows">The matrices down a column.</param>
    /// <param name="columns">The matrices along a row.</param>
    public GridLevel(LineStencil rows, LineStencil columns)
    {
        (Rows, Columns) = (new LineWeights<T>(rows), new LineWeights<T>(columns));
        (Height, Width) = (rows.Length, columns.Length);
        Stride = LineWeights<T>.Padded(Width) + Vector<T>.Count;
        _line = new T[Stride + Vector<T>.Count];
        T[] Plane() => new T[(Height + 4) * Stride];
        (Diagonal, Inverse, Right, Solution) = (Plane(), Plane(), Plane(), Plane());
        (Residual, Expanded) = (Plane(), Plane());
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
                Diagonal[At(y, x)] = Rows.Stiffness[y] * Columns.Mass[x] + Rows.Mass[y] * Columns.Stiffness[x];
        }
    }

    /// <summary>Number of rows.</summary>
    public int Height { get; }

    /// <summary>Number of places in a row.</summary>
    public int Width { get; }

    /// <summary>From a place to the one below it.</summary>
    public int Stride { get; }

    /// <summary>The matrices down a column.</summary>
    public LineWeights<T> Rows { get; }

    /// <summary>The matrices along a row.</summary>
    public LineWeights<T> Columns { get; }

    /// <summary>Where there are unknown places.</summary>
    public List<GridRun> Runs { get; } = [];

    /// <summary>The diagonal of the system, were all places unknown.</summary>
    public T[] Diagonal { get; }

    /// <summary>One over the diagonal of the system at unknown places, 0 elsewhere.</summary>
    public T[] Inverse { get; }

    /// <summary>The right-hand side on the runs.</summary>
    public T[] Right { get; }

    /// <summary>The approximate solution, 0 but at unknown places.</summary>
    public T[] Solution { get; }

    /// <summary>What is left of the right-hand side on the runs.</summary>
    public T[] Residual { get; }

    /// <summary>What the next coarser grid adds, its rows stretched to the width of this one; row Y of that grid is row Y here.</summary>
    public T[] Expanded { get; }

    /// <summary>Index of a place.</summary>
    public int At(int y, int x) => (y + 1) * Stride + Vector<T>.Count + x;

    /// <summary>Sets the unknown places of the finest grid.</summary>
    /// <param name="unknown">Row by row.</param>
    public void Mark(ReadOnlySpan<bool> unknown)
    {
        Forget();
        for (var y = 0; y < Height; y++)
        {
            var row = unknown.Slice(y * Width, Width);
            var inverse = Inverse.AsSpan(At(y, 0), Width);
            var diagonal = Diagonal.AsSpan(At(y, 0), Width);
            for (var x = 0; x < row.Length; x++)
                inverse[x] = row[x] ? T.One / diagonal[x] : T.Zero;
        }

        FindRuns();
    }

    /// <summary>Sets the unknown places from those of the next finer grid: where all places that a value here reaches are unknown there.</summary>
    public void Mark(GridLevel<T> finer)
    {
        Forget();
        var line = _line.Length < finer._line.Length ? finer._line : _line;
        for (var y = 0; y < Height; y++)
        {
            var inverse = Inverse.AsSpan(At(y, 0), Width);
            var diagonal = Diagonal.AsSpan(At(y, 0), Width);
            inverse.Clear();
            if (!finer.Lowest(2 * y, line))
                continue;
            // The line begins one place before the row and is positive beyond its ends.
            for (var x = 0; x < inverse.Length; x++)
            {
                if (line[2 * x] != T.Zero && line[2 * x + 1] != T.Zero && line[2 * x + 2] != T.Zero)
                    inverse[x] = T.One / diagonal[x];
            }
        }

        FindRuns();
    }

    /// <summary>The smallest inverse of a row and its neighbours, column by column from the one before the first; false where the whole row has known places.</summary>
    private bool Lowest(int y, T[] line)
    {
        Array.Fill(line, T.One);
        for (var row = Math.Max(0, y - 1); row <= Math.Min(Height - 1, y + 1); row++)
        {
            for (var x = 0; x < Width; x += Vector<T>.Count)
                Vector.Min(new Vector<T>(line, x + 1), new Vector<T>(Inverse, At(row, x))).CopyTo(line, x + 1);
        }

        Array.Fill(line, T.One, Width + 1, line.Length - Width - 1);
        return line.AsSpan(1, Width).ContainsAnyExcept(T.Zero);
    }

    /// <summary>Unknown places of an earlier picture become 0 again.</summary>
    private void Forget()
    {
        foreach (var run in Runs)
            Solution.AsSpan(At(run.Row, run.First), run.Length).Clear();
        Array.Clear(Expanded);
    }

    private void FindRuns()
    {
        Runs.Clear();
        var step = Vector<T>.Count;
        for (var y = 0; y < Height; y++)
        {
            var start = -1;
            for (var x = 0; x < Width + step; x += step)
            {
                var some = x < Width && !Vector.EqualsAll(new Vector<T>(Inverse, At(y, x)), Vector<T>.Zero);
                if (some && start < 0)
                    start = x;
                if (some || start < 0)
                    continue;
                Runs.Add(new GridRun(y, start, x - start));
                start = -1;
            }
        }
    }
}

/// <summary>A part of a row in whole vectors.</summary>
/// <param name="Row">The row.</param>
/// <param name="First">Its first column.</param>
/// <param name="Length">Number of columns; the last ones may lie behind the end of the row.</param>
internal readonly record struct GridRun(int Row, int First, int Length);
