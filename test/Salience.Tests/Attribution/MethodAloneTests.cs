using Salience.Attribution;
using Salience.Decomposition;
using Salience.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Attribution;

/// <summary>What every method promises about the process as a whole: its random state and its threads.</summary>
[Collection(AloneCollection.Name)]
[NoTensorLeaks]
public class MethodAloneTests
{
    /// <summary>What a map may depend on the number of threads, relative to its largest value.</summary>
    private const double Tolerance = 1e-5;

    /// <summary>Every method on the small networks.</summary>
    public static TheoryData<string, string> Small => ExpectedRefusals.Cells(MethodNetworks.Names, refused: false);

    /// <summary>Every method on architectures that between them have every kind of operator which libtorch computes differently on several threads.</summary>
    public static TheoryData<string, string> Large =>
        ExpectedRefusals.Cells(MethodArchitectures.Names.Where(n => n is "" or "densenet" or "mobilenet_v2" or "swin" or "tiny_vgg"), refused: false);

    [Theory]
    [MemberData(nameof(Small))]
    public void Random_state_and_modes_of_the_process_are_left_as_they_were(string method, string network)
    {
        using var scope = NewDisposeScope();
        using var explained = MethodNetworks.Make(network);
        using var explainer = AttributionMethods.Create(QuickSettings.Of(method), explained);
        var images = MethodNetworks.Images(network, 2);
        var (state, threads, type) = (Generator.Default.get_state(), get_num_threads(), get_default_dtype());
        var failing = Target.Function("fails", _ => throw new InvalidTimeZoneException("of the caller"));
        using var source = new CancellationTokenSource();

        explainer.Explain(images, Target.ArgMax).Dispose();
        Assert.Throws<InvalidTimeZoneException>(() => explainer.Explain(images, [Target.Class(0), failing]));
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => explainer.Explain(images, Target.ArgMax, cancellation: source.Token));

        Assert.True(state.equal(Generator.Default.get_state()).all().ToBoolean());
        Assert.Equal((threads, type), (get_num_threads(), get_default_dtype()));
        Assert.True(is_grad_enabled());
        Assert.False(is_inference_mode_enabled());
    }

    [Theory]
    [MemberData(nameof(Large))]
    public void The_number_of_threads_does_not_change_the_map(string method, string architecture)
    {
        using var scope = NewDisposeScope();
        using var explainer = AttributionMethods.Create(
            QuickSettings.ForArchitectures(method), MethodArchitectures.Network(architecture, OnnxPrecision.Single));
        var image = MethodArchitectures.Images(architecture).narrow(0, 0, 1);
        var threads = get_num_threads();
        try
        {
            set_num_threads(1);
            using var one = explainer.Explain(image, Target.ArgMax);
            set_num_threads(2);
            using var two = explainer.Explain(image, Target.ArgMax);
            MapAssert.Close(one.Map, two.Map, Tolerance);
        }
        finally
        {
            set_num_threads(threads);
        }
    }
}
