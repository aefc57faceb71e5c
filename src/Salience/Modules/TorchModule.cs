using Salience.Decomposition;
using static TorchSharp.torch;

namespace Salience.Modules;

/// <summary>A TorchSharp module of the user's own, to be explained without being rebuilt as a network.</summary>
/// <remarks>
/// <para>
/// Modules without submodules are the operators of the decomposition. Forward hooks put a probe behind each one that has a bias:
/// the constant that a convolution, linear layer or batch normalisation adds, and for every other module <c>y − d/dt g(t·x)</c> at t = 1
/// of its own <c>forward</c>. A module that is called twice has two terms, <c>name</c> and <c>name#2</c>.
/// </para>
/// <para>
/// Hooks run where a module is called by <c>call</c>, not by <c>forward</c>, and see nothing of what a module with submodules computes
/// beside them: functional calls with a bias, functional nonlinearities, parameters it adds itself. That is missing from the sum of the terms;
/// the residual shows it and <see cref="Completeness.Remarks"/> names the module to look at.
/// </para>
/// <para>
/// While an explanation runs the module is in evaluation mode, its parameters require no gradient and hooks are attached; all that is restored
/// afterwards, also after an exception. Parameters' <c>grad</c> is never touched. One module must not be explained on two threads at once.
/// </para>
/// </remarks>
public sealed class TorchModule
{
    /// <summary>Prepares a module for explanations.</summary>
    /// <param name="module">The module, from images <c>(N, …)</c> to outputs <c>(N, …)</c>; it stays the caller's.</param>
    /// <param name="settings">Options; the defaults where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The settings name a submodule that does not exist.</exception>
    public TorchModule(nn.Module<Tensor, Tensor> module, TorchModuleSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        Module = module;
        Settings = settings ?? new TorchModuleSettings();
        Model = new ModuleModel(module, ModuleTree.Of(module, Settings.Whole ?? []));
    }

    /// <summary>The module that is explained.</summary>
    public nn.Module<Tensor, Tensor> Module { get; }

    /// <summary>Options.</summary>
    public TorchModuleSettings Settings { get; }

    internal ExplainedModel Model { get; }
}
