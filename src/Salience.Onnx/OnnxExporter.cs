using Google.Protobuf;
using Salience.Files;
using Salience.Networks;
using Salience.Onnx.Export;
using static TorchSharp.torch;

namespace Salience.Onnx;

/// <summary>Writes networks as ONNX models of standard operators.</summary>
/// <remarks>
/// Importing the file again gives a network that computes the same bits. Names of nodes, values and parameters are kept; a formula that is one
/// node of the network is written as the standard operator for it, or as its nodes where there is none.
/// </remarks>
public static class OnnxExporter
{
    /// <summary>Writes a network. The file appears under its name only when it is complete.</summary>
    /// <param name="network">The network; it stays the caller's.</param>
    /// <param name="path">The file to write; one of that name is replaced. Its folder must exist.</param>
    /// <param name="options">What to store beside the network; the defaults when <see langword="null"/>.</param>
    /// <exception cref="UnsupportedOperatorException">Operators have no standard form; every such node is listed.</exception>
    /// <exception cref="ArgumentException">The options contradict the network or themselves, or the network does not fit into one file.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(Network network, string path, OnnxExportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var model = ModelWriter.Write(network, path, options ?? new OnnxExportOptions());
        using var file = AtomicFile.Create(path);
        model.WriteTo(file.Stream);
        file.Commit();
    }
}
