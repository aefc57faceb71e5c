using Mono.Cecil;
using ScalarKeeper;

// Rewrites an assembly, with its symbols beside it, so that it calls Salience's KeptScalars; see eng/KeepScalars.targets.
if (args.Length != 2)
{
    Console.Error.WriteLine("usage: ScalarKeeper ASSEMBLY REFERENCES (a file with the paths of the assemblies it was compiled against, a line each)");
    return 2;
}

var (path, work) = (args[0], Path.Combine(Path.GetDirectoryName(Path.GetFullPath(args[0]))!, "kept"));
using var references = new References(File.ReadAllLines(args[1]));
if (references.Find("TorchSharp") is not { } torchSharp)
    return 0;
using (var module = ModuleDefinition.ReadModule(path, new ReaderParameters { ReadSymbols = true, AssemblyResolver = references }))
{
    var type = (module.Name == "Salience.dll" ? module : references.Find("Salience")?.MainModule)?.GetType(Replacements.ClassName)
        ?? throw new InvalidDataException($"{path} uses TorchSharp and sees no class {Replacements.ClassName}; let its project refer to Salience.");
    var unknown = new Weaver(new ScalarMakers(torchSharp.MainModule), new Replacements(type)).Weave(module);
    foreach (var message in unknown)
        Console.WriteLine(message);
    if (unknown.Count > 0)
        return 1;
    Directory.CreateDirectory(work);
    module.Write(Path.Combine(work, Path.GetFileName(path)), new WriterParameters { WriteSymbols = true, DeterministicMvid = true });
}

foreach (var written in Directory.GetFiles(work))
    File.Move(written, Path.Combine(work, "..", Path.GetFileName(written)), overwrite: true);
Directory.Delete(work, recursive: true);
return 0;
