using Salience.PostProcessing;
using Salience.Tests.References;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.PostProcessing;

[NoTensorLeaks]
public class TermReducerTests
{
    /// <summary>float32 keeps 24 bits; sums over a few hundred channels lose some of them.</summary>
    private const double Single = 1e-5;

    /// <summary>float64 keeps 53 bits.</summary>
    private const double Double = 1e-12;

    public static TheoryData<string, int[]> Cases
    {
        get
        {
            var data = new TheoryData<string, int[]>();
            foreach (var preset in Presets.All)
            {
                // Odd sizes, single places and channels, rests of four channels and of a vector, several blocks.
                foreach (var shape in new[] { new[] { 1, 1, 1, 1 }, [2, 3, 5, 7], [3, 4, 1, 9], [1, 7, 8, 8], [2, 37, 11, 13], [1, 1, 33, 31], [1, 520, 17, 19] })
                    data.Add(preset.Name, shape);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_term_with_a_bias_for_each_channel_reduces_as_the_formula_says(string preset, int[] shape)
    {
        Check<double>(Presets.Find(preset), shape, [1, shape[1], 1, 1], Double);
        Check<float>(Presets.Find(preset), shape, [1, shape[1], 1, 1], Single);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_term_with_a_bias_for_each_element_reduces_as_the_formula_says(string preset, int[] shape)
    {
        Check<double>(Presets.Find(preset), shape, shape, Double);
        Check<float>(Presets.Find(preset), shape, shape, Single);
        Check<double>(Presets.Find(preset), shape, [1, 1, shape[2], shape[3]], Double);
        Check<double>(Presets.Find(preset), shape, [1], Double);
    }

    [Theory]
    [InlineData("paper")]
    [InlineData("idiap-2019")]
    public void A_constant_channel_adds_nothing_where_channels_are_rescaled(string name)
    {
        using var scope = NewDisposeScope();
        var preset = Presets.Find(name);
        var gradient = full([1, 5, 3, 3], 1000.1f);
        var bias = linspace(0.1, 0.7, 5, dtype: ScalarType.Float32).view(1, 5, 1, 1);
        if (preset.Map.Rescale == RescaleRule.PerImage)
            bias = full([1, 5, 1, 1], 0.3f);
        var map = new float[9];
        var sums = new TermReducer<float>(preset.Map).Reduce(TermMemory<float>.Of(gradient, bias), map);

        Assert.All(map, v => Assert.Equal(0, v));
        Assert.Equal((gradient * bias).sum().ToDouble(), sums[0], 1e-2);
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        var (gradient, bias) = (randn([2, 301, 29, 31], generator: generator), randn([1, 301, 1, 1], generator: generator));
        foreach (var preset in Presets.All)
        {
            var (one, many) = (new float[2 * 29 * 31], new float[2 * 29 * 31]);
            var sums = new TermReducer<float>(preset.Map, threads: 1).Reduce(TermMemory<float>.Of(gradient, bias), one);

            Assert.Equal(sums, new TermReducer<float>(preset.Map, threads: 8).Reduce(TermMemory<float>.Of(gradient, bias), many));
            Assert.Equal(one, many);
        }
    }

    [Fact]
    public void A_strided_gradient_reduces_like_its_contiguous_copy()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(6);
        var gradient = randn([2, 9, 6, 5], generator: generator).narrow(1, 2, 4).transpose(2, 3);
        var bias = randn([1, 4, 1, 1], generator: generator);
        var (strided, contiguous) = (new float[60], new float[60]);
        var reducer = new TermReducer<float>(Presets.Paper.Map);
        reducer.Reduce(TermMemory<float>.Of(gradient, bias), strided);
        reducer.Reduce(TermMemory<float>.Of(gradient.contiguous(), bias), contiguous);

        Assert.Equal(contiguous, strided);
    }

    [Fact]
    public void A_reducer_is_not_disturbed_by_the_terms_before()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(7);
        var (large, small) = (randn([1, 40, 60, 60], generator: generator), randn([1, 3, 4, 4], generator: generator));
        var bias = ones(1);
        var (fresh, used) = (new float[16], new float[16]);
        new TermReducer<float>(Presets.Signed.Map).Reduce(TermMemory<float>.Of(small, bias), fresh);
        var reducer = new TermReducer<float>(Presets.Signed.Map);
        reducer.Reduce(TermMemory<float>.Of(large, bias), new float[3600]);
        reducer.Reduce(TermMemory<float>.Of(small, bias), []);
        reducer.Reduce(TermMemory<float>.Of(small, bias), used);

        Assert.Equal(fresh, used);
    }

    private static void Check<T>(Preset preset, int[] shape, int[] biasShape, double tolerance)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        var type = typeof(T) == typeof(float) ? ScalarType.Float32 : ScalarType.Float64;
        var gradient = randn(shape.Select(s => (long)s).ToArray(), ScalarType.Float64, generator: generator).to_type(type);
        var bias = randn(biasShape.Select(s => (long)s).ToArray(), ScalarType.Float64, generator: generator).to_type(type);
        var places = shape[2] * shape[3];
        var actual = new T[shape[0] * places];
        var sums = new TermReducer<T>(preset.Map).Reduce(TermMemory<T>.Of(gradient, bias), actual);

        var product = gradient.to_type(ScalarType.Float64) * bias.to_type(ScalarType.Float64);
        var expected = Enumerable.Range(0, shape[0]).Select(_ => new double[shape[2], shape[3]]).ToArray();
        FullGradReference.AddTerm(expected, FullGradReference.Values(product), preset);
        var flat = expected.SelectMany(m => m.Cast<double>()).ToArray();
        var scale = Math.Max(1, flat.Max(Math.Abs));
        for (var i = 0; i < flat.Length; i++)
            Assert.True(Math.Abs(flat[i] - double.CreateChecked(actual[i])) <= tolerance * scale, $"place {i}: {actual[i]} instead of {flat[i]}");
        var magnitude = Math.Max(1, product.abs().sum().ToDouble());
        for (var n = 0; n < shape[0]; n++)
            Assert.True(Math.Abs(product[n].sum().ToDouble() - sums[n]) <= tolerance * magnitude, $"sum of image {n}: {sums[n]}");
    }
}
