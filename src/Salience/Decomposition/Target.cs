using System.Globalization;
using static TorchSharp.torch;

namespace Salience.Decomposition;

/// <summary>The scalar of the network's output that is explained, one for each image.</summary>
/// <remarks>Outputs of more than two dimensions are read as <c>(N, K)</c>, K counting all other elements.</remarks>
public abstract record Target
{
    private Target()
    {
    }

    /// <summary>The class with the highest output, for each image on its own.</summary>
    public static Target ArgMax { get; } = new RankTarget(1);

    /// <summary>One class for all images.</summary>
    /// <param name="index">Index of the output, from 0.</param>
    public static Target Class(int index) => new ClassTarget([index]);

    /// <summary>A class for each image.</summary>
    /// <param name="indices">As many indices as images.</param>
    public static Target Classes(IReadOnlyList<int> indices) => new ClassTarget(indices);

    /// <summary>The class with a label.</summary>
    /// <param name="label">The label, or one of its synonyms separated by commas, in any case of letters.</param>
    /// <param name="labels">The label of each class, in the order of the outputs.</param>
    /// <exception cref="ArgumentException">No class has that label.</exception>
    public static Target Label(string label, IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        bool Same(string other) => other.Trim().Equals(label, StringComparison.OrdinalIgnoreCase);
        for (var i = 0; i < labels.Count; i++)
        {
            if (Same(labels[i]) || labels[i].Split(',').Any(Same))
                return Class(i);
        }

        throw new ArgumentException($"None of the {labels.Count} classes is labelled '{label}'.", nameof(label));
    }

    /// <summary>The class with the k-th highest output, for each image on its own.</summary>
    /// <param name="k">1 for the best class.</param>
    public static Target Rank(int k) => new RankTarget(k);

    /// <summary>What speaks for class <paramref name="a"/> against class <paramref name="b"/>: the difference of their outputs.</summary>
    /// <param name="a">Index of the output added.</param>
    /// <param name="b">Index of the output subtracted.</param>
    public static Target Margin(int a, int b) => new MarginTarget(a, b);

    /// <summary>The logarithm of a class's probability, <c>log softmax(y)_c</c>, for networks that give logits.</summary>
    /// <param name="index">Index of the output; <see langword="null"/> for the best class of each image.</param>
    public static Target LogProbability(int? index = null) => new RelativeTarget(index, "log-probability", y => y.log_softmax(1), IsLinear: false);

    /// <summary>The logit of a class above the mean logit, <c>y_c − mean(y)</c>: what all classes share cancels (Shrikumar et al. 2017, equation 21).</summary>
    /// <param name="index">Index of the output; <see langword="null"/> for the best class of each image.</param>
    public static Target CentredLogit(int? index = null) => new RelativeTarget(index, "centred-logit", y => y - y.mean([1], keepdim: true), IsLinear: true);

    /// <summary>Any differentiable function of the outputs.</summary>
    /// <param name="name">Its name in records.</param>
    /// <param name="function">From outputs <c>(N, K)</c> to <c>(N)</c>; images must not mix.</param>
    /// <remarks>Where the function is not linear its own bias <c>f(y) − ⟨∇f, y⟩</c> is one more term, so the terms still add up.</remarks>
    public static Target Function(string name, Func<Tensor, Tensor> function) => new FunctionTarget(name, function);

    /// <summary>Picks the scalars out of the outputs <c>(N, K)</c>.</summary>
    internal abstract TargetScores Select(Tensor outputs);

    /// <summary>The same scalars for perturbed copies: what depends on the outputs, such as the best class, stays what it was for the original.</summary>
    /// <param name="scores">What <see cref="Select"/> gave for the originals.</param>
    /// <param name="images">For each copy, which original it belongs to.</param>
    internal virtual Target For(TargetScores scores, IReadOnlyList<int> images) => new ClassTarget([.. images.Select(i => (int)scores.Classes![i])]);

    private static void RequireClass(long index, Tensor outputs)
    {
        if (index < 0 || index >= outputs.shape[1])
            throw new ArgumentOutOfRangeException(nameof(index), $"Class {index} does not exist: the network has the classes 0 to {outputs.shape[1] - 1}.");
    }

    private static Tensor Pick(Tensor outputs, long[] classes)
    {
        foreach (var c in classes)
            RequireClass(c, outputs);
        return outputs.gather(1, tensor(classes, device: outputs.device).unsqueeze(1)).squeeze(1);
    }

    private sealed record ClassTarget(IReadOnlyList<int> Indices) : Target
    {
        internal override TargetScores Select(Tensor outputs)
        {
            var n = (int)outputs.shape[0];
            if (Indices.Count != 1 && Indices.Count != n)
                throw new ArgumentException($"{Indices.Count} classes for {n} images: give one class, or one for each image.");
            var classes = Enumerable.Range(0, n).Select(i => (long)Indices[Indices.Count == 1 ? 0 : i]).ToArray();
            return new TargetScores(Pick(outputs, classes), classes, null);
        }
    }

    private sealed record RankTarget(int K) : Target
    {
        internal override TargetScores Select(Tensor outputs)
        {
            if (K < 1 || K > outputs.shape[1])
                throw new ArgumentOutOfRangeException(nameof(outputs), $"The network has {outputs.shape[1]} outputs; there is no {K}-th best.");
            using var best = outputs.detach().topk(K, 1).indexes.select(1, K - 1).contiguous();
            var classes = best.data<long>().ToArray();
            return new TargetScores(Pick(outputs, classes), classes, null);
        }
    }

    private sealed record MarginTarget(int A, int B) : Target
    {
        internal override Target For(TargetScores scores, IReadOnlyList<int> images) => this;

        internal override TargetScores Select(Tensor outputs)
        {
            RequireClass(A, outputs);
            RequireClass(B, outputs);
            var n = (int)outputs.shape[0];
            var name = string.Create(CultureInfo.InvariantCulture, $"{A}-{B}");
            return new TargetScores(outputs.select(1, A) - outputs.select(1, B), Enumerable.Repeat((long)A, n).ToArray(), name);
        }
    }

    /// <summary>A class of outputs that are first seen relative to each other.</summary>
    private sealed record RelativeTarget(int? Index, string Name, Func<Tensor, Tensor> Relative, bool IsLinear, IReadOnlyList<int>? Fixed = null) : Target
    {
        internal override Target For(TargetScores scores, IReadOnlyList<int> images) => this with { Fixed = [.. images.Select(i => (int)scores.Classes![i])] };

        internal override TargetScores Select(Tensor outputs)
        {
            Target choice = Fixed is { } classes ? Classes(classes) : Index is { } c ? Class(c) : ArgMax;
            var chosen = choice.Select(outputs).Classes!;
            return new TargetScores(Pick(Relative(outputs), chosen), chosen, Name, IsLinear);
        }
    }

    private sealed record FunctionTarget(string Name, Func<Tensor, Tensor> Body) : Target
    {
        internal override Target For(TargetScores scores, IReadOnlyList<int> images) => this;

        internal override TargetScores Select(Tensor outputs)
        {
            var scores = Body(outputs);
            if (scores.dim() != 1 || scores.shape[0] != outputs.shape[0])
                throw new ArgumentException($"The target '{Name}' must give one number an image, ({outputs.shape[0]}), but gave ({string.Join(", ", scores.shape)}).");
            if (!scores.requires_grad)
                throw new ArgumentException($"The target '{Name}' does not depend differentiably on the outputs: there is nothing to explain.");
            return new TargetScores(scores, null, Name, IsLinear: false);
        }
    }
}

/// <summary>The explained scalars of a batch.</summary>
/// <param name="Scores">One for each image, <c>(N)</c>.</param>
/// <param name="Classes">The class of each image where the target names one.</param>
/// <param name="Name">Name of a target that is not simply a class.</param>
/// <param name="IsLinear">Whether the scalars are linear in the outputs, so that the target adds no bias of its own.</param>
internal sealed record TargetScores(Tensor Scores, long[]? Classes, string? Name, bool IsLinear = true);
