using System.Runtime.CompilerServices;

// The importer and the experiments build networks from operators, which users meet through nodes only.
[assembly: InternalsVisibleTo("Salience.Onnx")]
[assembly: InternalsVisibleTo("Salience.Evaluation")]

// The tool suggests names as the library does.
[assembly: InternalsVisibleTo("Salience.Cli")]
