using Salience.Decomposition;
using static TorchSharp.torch;

namespace Salience.Attribution.Engine;

/// <summary>Cuts the work on several perturbed copies of every image into passes of at most a batch.</summary>
/// <param name="Images">For each row of the pass the image it is a copy of.</param>
/// <param name="Copies">For each row the number of the copy.</param>
internal sealed record PerturbedCopies(int[] Images, int[] Copies)
{
    /// <summary>The passes over <paramref name="copies"/> copies of <paramref name="images"/> images, image by image.</summary>
    public static IEnumerable<PerturbedCopies> Cut(int images, int copies, int batch)
    {
        var all = (long)images * copies;
        for (long first = 0; first < all; first += batch)
        {
            var rows = (int)Math.Min(batch, all - first);
            var (image, copy) = (new int[rows], new int[rows]);
            for (var r = 0; r < rows; r++)
                (image[r], copy[r]) = ((int)((first + r) / copies), (int)((first + r) % copies));
            yield return new PerturbedCopies(image, copy);
        }
    }

    /// <summary>Number of passes that <see cref="Cut"/> gives.</summary>
    public static int PassCount(int images, int copies, int batch) => (int)(((long)images * copies + batch - 1) / batch);

    /// <summary>The rows of <paramref name="values"/> (one for each image) that the copies were made of.</summary>
    public Tensor Originals(Tensor values) => values.index_select(0, Index(values));

    /// <summary>The same rows, to be broadcast against the copies: a view of one row where all are copies of one image.</summary>
    public Tensor Broadcast(Tensor values) => OneImage ? values.narrow(0, Images[0], 1) : Originals(values);

    /// <summary>Adds each row to the row of its image: <c>sums[image] += values[row]</c>.</summary>
    public void AddTo(Tensor sums, Tensor values)
    {
        using var scope = NewDisposeScope();
        if (OneImage)
            sums.narrow(0, Images[0], 1).add_(values.sum(0, keepdim: true));
        else
            sums.index_add_(0, Index(sums), values, 1);
    }

    /// <summary>The same scalars for the copies as for the originals.</summary>
    public Target TargetFor(Target target, TargetScores originals) => target.For(originals, Images);

    private bool OneImage => Images.All(i => i == Images[0]);

    private Tensor Index(Tensor like) => tensor(Images.Select(i => (long)i).ToArray(), device: like.device);
}
