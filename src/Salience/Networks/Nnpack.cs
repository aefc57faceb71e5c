using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Salience.Networks;

/// <summary>Turns off NNPACK, one of several convolution kernels that libtorch chooses from.</summary>
/// <remarks>
/// On processors that NNPACK cannot start on, as in many virtual machines, libtorch 2.10 tries again before every convolution and writes a warning
/// each time: millions of lines in an evaluation. On the others it would take some convolutions of large batches, with other roundings. Without it
/// convolutions are the same everywhere. TorchSharp has no call for this flag of libtorch (<c>torch.backends.nnpack</c> in Python), so the library's own
/// is looked up by its name; where it is not found, all stays as it was. To be dropped once TorchSharp offers it.
/// </remarks>
internal static unsafe class Nnpack
{
    private static readonly Lazy<bool> Off = new(TurnOff);

    /// <summary>Whether it is off; turned off by the first call.</summary>
    public static bool IsOff => Off.Value;

    private static bool TurnOff()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            return false;
        TorchSharp.torch.InitializeDeviceType(TorchSharp.DeviceType.CPU);
        using var process = Process.GetCurrentProcess();
        var file = process.Modules.Cast<ProcessModule>().FirstOrDefault(m => m.ModuleName.StartsWith("libtorch_cpu", StringComparison.Ordinal))?.FileName;
        if (file is null || !NativeLibrary.TryLoad(file, out var library)
            || !NativeLibrary.TryGetExport(library, "_ZN2at13globalContextEv", out var context)
            || !NativeLibrary.TryGetExport(library, "_ZN2at7Context20setUserEnabledNNPACKEb", out var set))
            return false;
        ((delegate* unmanaged<void*, byte, void>)set)(((delegate* unmanaged<void*>)context)(), 0);
        return true;
    }
}
