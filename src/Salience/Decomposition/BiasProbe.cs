using System.Runtime.ExceptionServices;
using Salience.Networks;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Decomposition;

/// <summary>One place where a bias enters: hands its term to the tape's sink when the backward pass comes by.</summary>
internal sealed class BiasProbe(Node node, int output, BiasKind kind, GradientTape tape) : IDisposable
{
    /// <summary>The bias itself where it is known at once (explicit), else the call from which it will be computed.</summary>
    public Tensor? Bias { get; init; }

    /// <summary>The operator's evaluation, kept for implicit biases.</summary>
    public OperatorCall? Call { get; init; }

    /// <summary>Shape of the value behind which it stands.</summary>
    public required IReadOnlyList<long> Shape { get; init; }

    public Node Node => node;

    public int Output => output;

    public BiasKind Kind => kind;

    public void OnGradient(Tensor gradient)
    {
        tape.Hold(gradient);
        if (tape.Sink is not { } sink || tape.Failure is not null)
            return;
        // An exception must not cross libtorch's frames: it waits on the tape until the backward pass has returned.
        try
        {
            tape.Cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using var quiet = no_grad();
            if ((Bias ?? node.Operator.Bias(Call!)[output]) is { } bias)
                sink.Accept(node, output, gradient.detach(), bias, kind);
            if (tape.IsLast)
                Dispose();
        }
        catch (Exception e)
        {
            tape.Failure = ExceptionDispatchInfo.Capture(e);
        }
    }

    public void Dispose()
    {
        Bias?.Dispose();
        foreach (var value in Call is null ? [] : Call.Inputs.Concat(Call.Outputs))
            value?.Dispose();
    }
}

/// <summary>The identity function, telling its probe of every gradient that passes. Nothing is stored between the passes.</summary>
internal sealed class ProbeFunction : autograd.SingleTensorFunction<ProbeFunction>
{
    public override string Name => "BiasProbe";

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        ctx.save_data("probe", vars[1]);
        // The engine must not make up zeros for an absent gradient: it would need the tensor cached for their shape, which the dispose scope has freed.
        ctx.set_materialize_grads(false);
        return ((Tensor)vars[0]).detach();
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        if (grad_output.IsInvalid)
            return [null!, null!];
        ((BiasProbe)ctx.get_data("probe")).OnGradient(grad_output);
        return [grad_output, null!];
    }
}
