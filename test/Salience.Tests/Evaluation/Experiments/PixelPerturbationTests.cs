using Salience.Attribution.Engine;
using Salience.Evaluation.Datasets;
using Salience.Evaluation.Experiments;
using Salience.Evaluation.Experiments.Perturbation;
using Salience.Evaluation.Glyphs;
using Salience.Evaluation.Maps;
using Salience.Evaluation.Results;
using Salience.Evaluation.Runs;
using Salience.Evaluation.Subjects;
using Salience.Imaging;
using Salience.Networks;
using Salience.Operators;
using Salience.Tests.Evaluation.Experiments.Perturbation;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Experiments;

[NoTensorLeaks]
public sealed class PixelPerturbationTests : IDisposable
{
    private const int Pixels = 64 * 64;
    private static readonly GlyphDataset Scenes = new(new GlyphSettings(3, Split: Salience.Evaluation.Datasets.Split.Test), 3, keep: true);
    private static readonly double[] Shares = [0.5, 10, 60];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("zero", false)]
    [InlineData("black", true)]
    [InlineData("mean", false)]
    [InlineData("blur", true)]
    [InlineData("road", false)]
    public void Every_curve_is_its_literal_definition(string replacement, bool most)
    {
        using var scope = NewDisposeScope();
        using var network = GlyphNetworks.Small(5);
        var part = $"{(most ? "most" : "least")}-{replacement}";
        var result = Run(network, Scenes.Normalization, new PixelPerturbationSettings(part.Split('-')[0], replacement, "0.5,10,60", Noise: 0), [Noise()]);
        for (var i = 0; i < Scenes.Count; i++)
        {
            var image = ImageBatch.Read(Scenes, [i]).ToTensor(Scenes.Normalization).to_type(ScalarType.Float64)[0];
            var map = NoiseOf(i).Select(v => (double)Math.Abs(v)).ToArray();
            var whole = network.Run(image.unsqueeze(0)).flatten().data<double>().ToArray();
            var predicted = Array.IndexOf(whole, whole.Max());
            for (var k = 0; k < Shares.Length; k++)
            {
                var count = (int)Math.Round(Shares[k] / 100 * Pixels);
                var outputs = PerturbationReference.Outputs(network, image, map, count, most, Replacement(replacement, image, map, count, most));
                double Found(string metric) => result.Find(part, "noise", metric)!.Values[i * Shares.Length + k];
                Assert.Equal(outputs[predicted], Found("logit"), 1e-6);
                Assert.Equal(Math.Abs(whole[predicted] - outputs[predicted]) / Math.Abs(whole[predicted]), Found("output-change"), 1e-6);
                Assert.Equal(Math.Exp(outputs[predicted]) / outputs.Sum(Math.Exp), Found("probability"), 1e-6);
                Assert.Equal(Array.IndexOf(outputs, outputs.Max()) == Scenes.LabelOf(i) ? 1 : 0, Found("accuracy"));
            }
        }
    }

    [Fact]
    public void On_a_linear_network_input_x_gradient_is_the_oracle_and_its_negation_the_worst()
    {
        using var scope = NewDisposeScope();
        using var network = Linear();
        using var oracle = MapSources.Create("input-x-gradient", network);
        var opposite = new MadeUpMaps("opposite", r => oracle.Map(r).neg());
        var settings = new PixelPerturbationSettings(Replacements: "zero", Removed: "0.5,10,60", Magnitude: false);
        var result = Run(network, Normalization.None, settings, [oracle, opposite, Noise()]);

        for (var i = 0; i < Scenes.Count; i++)
        {
            var image = ImageBatch.Read(Scenes, [i]).ToTensor(Normalization.None).to_type(ScalarType.Float64);
            var outputs = network.Run(image).flatten();
            var weight = network.Parameters["weight"][outputs.argmax().item<long>()].reshape(3, 64, 64);
            var parts = (weight * image[0]).sum([0]).flatten().data<double>().ToArray().Order().ToArray();
            for (var k = 0; k < Shares.Length; k++)
            {
                var count = (int)Math.Round(Shares[k] / 100 * Pixels);
                double Change(string part, string method) => result.Find(part, method, "output-change")!.Values[i * Shares.Length + k];
                Assert.Equal(parts.Take(count).Sum() / parts.Sum(), Change("least-zero", oracle.Name), 1e-9);
                Assert.Equal(parts.TakeLast(count).Sum() / parts.Sum(), Change("least-zero", "opposite"), 1e-9);
                Assert.Equal(Change("least-zero", "opposite"), Change("most-zero", oracle.Name), 1e-9);
                Assert.InRange(Change("least-zero", "noise"), Change("least-zero", oracle.Name), Change("least-zero", "opposite"));
            }
        }
    }

    [Fact]
    public void Areas_are_those_of_the_curves_with_the_whole_picture_before_them()
    {
        using var network = GlyphNetworks.Small(5);
        var result = Run(network, Scenes.Normalization, new PixelPerturbationSettings("most", "zero", "0.5,10,60"), [Noise()]);
        MetricFigures Of(string metric) => result.Find("most-zero", "noise", metric)!;
        for (var i = 0; i < Scenes.Count; i++)
        {
            double[] change = [0, .. Of("output-change").Values.Skip(3 * i).Take(2)];
            Assert.Equal((0.5 * (change[0] + change[1]) / 2 + 9.5 * (change[1] + change[2]) / 2) / 10, Of("output-change-area").Values[i], 1e-12);
            using var scope = NewDisposeScope();
            var outputs = network.Run(ImageBatch.Read(Scenes, [i]).ToTensor(Scenes.Normalization).to_type(ScalarType.Float64));
            double[] certain = [outputs.softmax(1).max().item<double>(), .. Of("probability").Values.Skip(3 * i).Take(3)];
            Assert.Equal((0.5 * (certain[0] + certain[1]) + 9.5 * (certain[1] + certain[2]) + 50 * (certain[2] + certain[3])) / 120, Of("probability-area").Values[i], 1e-9);
        }
    }

    [Fact]
    public void Chunks_and_batches_change_nothing_but_the_last_bits()
    {
        using var network = GlyphNetworks.Small(5);
        var settings = new PixelPerturbationSettings("least", "blur,road", "1,5,20,50,80");
        var one = Run(network, Scenes.Normalization, settings, [Noise()], new RunSettings(Chunk: 1, Batch: 2));
        var all = Run(network, Scenes.Normalization, settings, [Noise()], new RunSettings(Chunk: 3, Batch: 64));
        foreach (var (a, b) in one.Figures.Zip(all.Figures))
            Assert.All(a.Values.Zip(b.Values), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }

    [Fact]
    public void Scattered_holes_have_more_fine_detail_than_blobs_and_imputation_less_than_black()
    {
        using var network = GlyphNetworks.Small(5);
        using var scattered = MapSources.Create("scattered", network);
        using var blobs = MapSources.Create("blobs", network);
        var result = Run(network, Scenes.Normalization, new PixelPerturbationSettings("least", "black,road", "10", Magnitude: false), [scattered, blobs]);
        double Mean(string part, string method, string metric) => result.Find(part, method, metric)!.Summaries[0]!.Mean;
        foreach (var metric in new[] { "laplacian-change", "high-frequency-change" })
        {
            Assert.True(Mean("least-black", "scattered", metric) > 2 * Mean("least-black", "blobs", metric));
            Assert.True(Mean("least-road", "scattered", metric) < 0.1 * Mean("least-black", "scattered", metric));
        }
    }

    [Theory]
    [InlineData("--", "zero", "1", "orders=--")]
    [InlineData("least", "purple", "1", "replacements=purple")]
    [InlineData("least", "zero", "5,1", "removed=5,1")]
    [InlineData("least", "zero", "0,5", "removed=0")]
    [InlineData("least", "zero", "100", "removed=100")]
    public void Settings_that_are_not_possible_are_told(string orders, string replacements, string removed, string words) =>
        Assert.Contains(words, Assert.Throws<ArgumentException>(() => new PixelPerturbation(new PixelPerturbationSettings(orders, replacements, removed))).Message);

    private static Func<int, int, int, double> Replacement(string name, Tensor image, double[] map, int count, bool most)
    {
        var blurred = GaussianBlur.Apply(image.unsqueeze(0), 0.05 * 64)[0];
        var order = Enumerable.Range(0, map.Length).OrderBy(p => most ? -map[p] : map[p]).Take(count).ToHashSet();
        var removed = tensor([.. Enumerable.Range(0, Pixels).Select(order.Contains)]).reshape(64, 64);
        var imputed = OnePicture.Fill(image, removed);
        return name switch
        {
            "zero" => (_, _, _) => 0,
            "black" => (c, _, _) => PerturbationReference.Black(Scenes.Normalization, c),
            "mean" => (c, _, _) => image[c].mean().item<double>(),
            "blur" => (c, y, x) => blurred[c, y, x].item<double>(),
            _ => (c, y, x) => imputed[c, y, x].item<double>(),
        };
    }

    /// <summary>10 classes, all weights positive: the larger w · x, the more a pixel adds.</summary>
    private static Network Linear()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(8);
        var b = new NetworkBuilder();
        var x = b.AddInput("image", ScalarType.Float64, null, 3, 64, 64);
        var weight = b.AddParameter("weight", rand([10, 3 * Pixels], ScalarType.Float64, generator: generator));
        return b.Build(b.Add("fc", new Gemm(transposeB: true), b.Add("flat", new Flatten(1), x), weight));
    }

    private static MadeUpMaps Noise() => new("noise", r => tensor([.. r.Items.SelectMany(NoiseOf)], [r.Items.Count, 1, 64, 64]));

    private static float[] NoiseOf(int item)
    {
        var random = new Random(item + 1);
        return [.. Enumerable.Range(0, Pixels).Select(_ => random.NextSingle() - 0.5f)];
    }

    private ExperimentResult Run(Network network, Normalization normalization, PixelPerturbationSettings settings, IReadOnlyList<MapSource> methods, RunSettings? run = null)
    {
        var subject = EvaluationSubject.Match(new EvaluationModel(network, "net", "00"), new EvaluationData(Scenes, normalization));
        using var opened = ExperimentRun.Open(_folder.File(Guid.NewGuid().ToString()), new PixelPerturbation(settings), subject, methods, run ?? new RunSettings());
        return opened.Execute();
    }
}
