using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Salience.Networks;

/// <summary>Keeps libtorch from kernels of convolutions that this processor cannot run, or on which they are wrong.</summary>
/// <remarks>
/// <para>
/// NNPACK: where it cannot start, as in many virtual machines, libtorch 2.10 tries again before every convolution and writes a warning each time: millions of lines
/// in an evaluation. It is always turned off; elsewhere it would take some convolutions of large batches, with other roundings.
/// </para>
/// <para>
/// oneDNN: on some processors the copy into its blocked layout leaves the channels that fill up the last block as memory happened to be, so that convolutions whose
/// channels are no multiple of 16 are NaN now and then. A few small convolutions over memory that held NaN show it; where one is wrong the convolutions of networks get
/// channels of zeros (<see cref="Salience.Operators.FilledBlocks"/>).
/// </para>
/// <para>
/// TorchSharp has no call for NNPACK's flag (<c>torch.backends.nnpack</c> in Python), so the library's own is looked up by its name, on Linux with an x64
/// processor; where it is not found all stays as it was. To be dropped once TorchSharp offers it.
/// </para>
/// </remarks>
internal static unsafe class ConvolutionKernels
{
    private const int Tries = 20;
    private static readonly Lazy<(bool NnpackOff, bool Unfilled)> Chosen = new(Choose);

    /// <summary>Whether NNPACK is off; decided by the first call.</summary>
    public static bool NnpackIsOff => Chosen.Value.NnpackOff;

    /// <summary>Whether oneDNN was found to leave channels that fill up a block as memory happened to be; decided by the first call.</summary>
    public static bool LeaveBlocksUnfilled => Chosen.Value.Unfilled;

    /// <summary>Makes the choice, once.</summary>
    public static void EnsureChosen() => _ = Chosen.Value;

    /// <summary>Whether convolutions of sixteen pictures came out as numbers each time, over memory that held NaN before.</summary>
    private static bool AreNumbers()
    {
        using var quiet = no_grad();
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            // Blocks of 16 and of 8 channels that the last channels do not fill.
            foreach (var channels in (long[])[24, 12])
            {
                using var scope = NewDisposeScope();
                var (x, weight) = (ones(16, channels, 8, 8), ones(channels, channels, 3, 3));
                LeaveNaN();
                if (!nn.functional.conv2d(x, weight, padding: [1, 1]).isfinite().all().item<bool>())
                    return false;
            }
        }

        return true;
    }

    private static (bool NnpackOff, bool Unfilled) Choose()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            return (false, false);
        InitializeDeviceType(TorchSharp.DeviceType.CPU);
        return (TurnOff(LoadedLibrary.Find("libtorch_cpu"), "_ZN2at7Context20setUserEnabledNNPACKEb"), !AreNumbers());
    }

    private static bool TurnOff(nint library, string flag)
    {
        var (context, set) = (LoadedLibrary.Function(library, "_ZN2at13globalContextEv"), LoadedLibrary.Function(library, flag));
        if (context == 0 || set == 0)
            return false;
        ((delegate* unmanaged<void*, byte, void>)set)(((delegate* unmanaged<void*>)context)(), 0);
        return true;
    }

    /// <summary>Fills memory of many sizes with NaN and gives it back, so that whoever reads what was not written reads it.</summary>
    private static void LeaveNaN()
    {
        using var scope = NewDisposeScope();
        for (var round = 0; round < 6; round++)
        {
            for (var size = 8; size < 18; size++)
                full([1L << size], double.NaN, ScalarType.Float32);
        }
    }
}
