using Salience.Cli.BuiltIn;
using Salience.Cli.Failures;
using Salience.Cli.Labels;
using Salience.Cli.Records;
using Salience.Cli.Targets;
using Salience.Networks;
using Salience.Onnx;
using static TorchSharp.torch;

namespace Salience.Cli.Models;

/// <summary>A loaded model with what the command line says about it.</summary>
internal sealed class ModelSession : IDisposable
{
    private const double SingleTolerance = 1e-4;
    private const double DoubleTolerance = 1e-10;

    private readonly OnnxModel _model;
    private long? _classes;

    private ModelSession(OnnxModel model, NetworkSettings settings) => (_model, Settings) = (model, settings.CompletedBy(model.Info));

    /// <summary>What the command line says and, where it says nothing, what the file stores.</summary>
    public NetworkSettings Settings { get; }

    /// <summary>The network.</summary>
    public Network Network => _model.Network;

    /// <summary>What the file says.</summary>
    public OnnxModelInfo Info => _model.Info;

    /// <summary>The model in records.</summary>
    public ModelRecord Record => new(Settings.Model, Info.Sha256);

    /// <summary>The largest residual that counts as adding up.</summary>
    public double Tolerance => Settings.Tolerance ?? (Network.ComputeType == ScalarType.Float64 ? DoubleTolerance : SingleTolerance);

    /// <summary>Names of the classes; read when <see cref="Targets"/> is first asked.</summary>
    public ClassLabels Labels { get; private set; } = ClassLabels.None;

    /// <summary>Loads the model.</summary>
    /// <exception cref="ModelException">It cannot be used.</exception>
    public static ModelSession Load(NetworkSettings settings)
    {
        if (settings.Threads is { } threads)
            set_num_threads(threads);
        var session = new ModelSession(Import(settings.Model, new OnnxImportOptions(settings.Output, settings.Precision)), settings);
        if (session.Network.Inputs.Count == 1)
            return session;
        var inputs = string.Join(", ", session.Network.Inputs.Select(i => $"{i.Name} {PictureInput.Text(i)}"));
        session.Dispose();
        throw new ModelException($"{settings.Model}: takes the inputs {inputs}; give a network with one input.");
    }

    /// <summary>The scalars to explain; the first call may run the network once to count its outputs.</summary>
    /// <param name="example">An input <c>(N, …)</c>.</param>
    /// <param name="top">How many of the best classes.</param>
    /// <param name="cancellation">Ends the work between two operators.</param>
    /// <exception cref="UsageException">A class does not exist, or the labels are not the network's.</exception>
    public IReadOnlyList<TargetChoice> Targets(Tensor example, int top, CancellationToken cancellation)
    {
        if (_classes is null)
        {
            var classes = DeclaredClasses() ?? CountClasses(example, cancellation);
            Labels = Settings.Labels is null && Info.Labels is { } stored
                ? LabelFile.FromModel(stored, Settings.LabelOffset, classes)
                : LabelFile.Load(Settings.Labels, Settings.LabelOffset, classes);
            _classes = classes;
        }

        return TargetSyntax.Parse(Settings.Target, top, Labels, _classes.Value);
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();

    /// <summary>Imports a model; every failure names its file.</summary>
    /// <param name="model">The file, or the name of the built-in network.</param>
    /// <param name="options">How to import it.</param>
    /// <exception cref="ModelException">It cannot be used.</exception>
    public static OnnxModel Import(string model, OnnxImportOptions options)
    {
        try
        {
            return ModelSource.Load(model, options);
        }
        catch (Exception failure) when (KnownFailure.IsOfInput(failure))
        {
            throw new ModelException(KnownFailure.Describe(failure, model), failure);
        }
    }

    /// <summary>Number of outputs as the file declares it for the explained value or for the softmax behind it.</summary>
    private long? DeclaredClasses()
    {
        var declared = Info.Outputs.FirstOrDefault(o => o.Name == Network.Outputs[0] || o.Name == Info.Activation?.Probabilities)?.Shape;
        return declared is { Count: > 1 } && declared.Skip(1).All(size => size is not null) ? declared.Skip(1).Aggregate(1L, (n, size) => n * size!.Value) : null;
    }

    private long CountClasses(Tensor example, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var input = example.slice(0, 0, 1, 1).to_type(Network.ComputeType);
        var name = Network.Outputs[0];
        return Network.Run(new Dictionary<string, Tensor> { [Network.Inputs[0].Name] = input }, [name], cancellation)[name].numel();
    }
}
