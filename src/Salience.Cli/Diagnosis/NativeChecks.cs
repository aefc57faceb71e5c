using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Salience.Cli.Failures;
using Salience.Cli.Records;
using SkiaSharp;
using TorchSharp;

namespace Salience.Cli.Diagnosis;

/// <summary>Checks that libtorch and SkiaSharp load and work, one step at a time, so that a failure has a place.</summary>
internal sealed class NativeChecks(INativeLoader loader)
{
    /// <summary>The checks in the order in which libraries need each other.</summary>
    public IEnumerable<CheckRecord> Run()
    {
        var libtorch = Library("libtorch", FileName("libtorch_cpu", "torch_cpu"));
        var binding = Library("LibTorchSharp", FileName("libLibTorchSharp", "LibTorchSharp"));
        yield return libtorch;
        yield return binding;
        yield return libtorch.Ok && binding.Ok
            ? Works("TorchSharp computes", Compute)
            : new CheckRecord("TorchSharp computes", false, "not tried: its libraries do not load.", "See above.");
        var skia = Library("libSkiaSharp", FileName("libSkiaSharp", "libSkiaSharp"));
        yield return skia;
        yield return skia.Ok
            ? Works("SkiaSharp draws", Draw)
            : new CheckRecord("SkiaSharp draws", false, "not tried: its library does not load.", "See above.");
    }

    private CheckRecord Library(string name, string file)
    {
        if (loader.Find(file) is not { } path)
            return new CheckRecord(name, false, $"{file} is not beside the program in {AppContext.BaseDirectory}.", NativeRemedy.Reinstall);
        try
        {
            loader.Load(path);
            return new CheckRecord(name, true, path);
        }
        catch (Exception failure) when (KnownFailure.IsNativeLoad(failure))
        {
            var message = KnownFailure.FirstLines(failure.Message);
            return new CheckRecord(name, false, $"{path} does not load: {message}", NativeRemedy.For(message));
        }
    }

    private static CheckRecord Works(string name, Func<string> use)
    {
        try
        {
            return new CheckRecord(name, true, use());
        }
        catch (Exception failure) when (KnownFailure.Is(failure))
        {
            var message = KnownFailure.FirstLines((failure.InnerException ?? failure).Message);
            return new CheckRecord(name, false, message, NativeRemedy.For(message));
        }
    }

    // Not inlined: the libraries must not be touched before they are known to load.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string Compute()
    {
        using var scope = torch.NewDisposeScope();
        var sum = torch.ones(3, 3).mm(torch.ones(3, 3)).sum().item<float>();
        return sum == 27
            ? $"TorchSharp {VersionOf(typeof(torch))}, libtorch {torch.__version__}, {torch.get_num_threads()} threads"
            : throw new InvalidOperationException($"a product of matrices of ones sums to {sum} in place of 27.");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string Draw()
    {
        using var bitmap = new SKBitmap(2, 2);
        bitmap.Erase(SKColors.Red);
        return bitmap.GetPixel(1, 1) == SKColors.Red
            ? $"SkiaSharp {VersionOf(typeof(SKBitmap))}, native {SkiaSharpVersion.Native}"
            : throw new InvalidOperationException("a picture painted red is not red.");
    }

    private static string VersionOf(Type type) => type.Assembly.GetName().Version!.ToString();

    private static string FileName(string unix, string windows) =>
        OperatingSystem.IsWindows() ? $"{windows}.dll" : OperatingSystem.IsMacOS() ? $"{unix}.dylib" : $"{unix}.so";
}
