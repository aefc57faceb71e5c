using KeepAlive;
using Mono.Cecil;

// Rewrites an assembly, with its symbols beside it, so that its calls of TorchSharp keep their arguments alive; see eng/KeepAlive.targets.
if (args.Length != 2)
{
    Console.Error.WriteLine("usage: KeepAlive ASSEMBLY REFERENCES (a file with the paths of the assemblies it was compiled against, a line each)");
    return 2;
}

var (path, work) = (args[0], Path.Combine(Path.GetDirectoryName(Path.GetFullPath(args[0]))!, "kept"));
using var references = new References(File.ReadAllLines(args[1]));
if (references.Find("TorchSharp") is not { } torchSharp)
    return 0;
using (var module = ModuleDefinition.ReadModule(path, new ReaderParameters { ReadSymbols = true, AssemblyResolver = references }))
{
    TypeDefinition Class(string name) => (module.Name == "Salience.dll" ? module : references.Find("Salience")?.MainModule)?.GetType(name)
        ?? throw new InvalidDataException($"{path} uses TorchSharp and sees no class {name}; let its project refer to Salience.");
    var left = new Weaver(new ScalarUsers(torchSharp.MainModule), new Replacements(Class(Replacements.ClassName)), new Wrappers(module, Class(Wrappers.SpansName))).Weave(module);
    foreach (var message in left)
        Console.WriteLine(message);
    if (left.Count > 0)
        return 1;
    Directory.CreateDirectory(work);
    module.Write(Path.Combine(work, Path.GetFileName(path)), new WriterParameters { WriteSymbols = true, DeterministicMvid = true });
}

foreach (var written in Directory.GetFiles(work))
    File.Move(written, Path.Combine(work, "..", Path.GetFileName(written)), overwrite: true);
Directory.Delete(work, recursive: true);
return 0;
