using System.Collections.Frozen;
using System.Reflection;
using Salience.Onnx.Opsets;

namespace Salience.Onnx.Conversion;

/// <summary>The converters by domain, operator and since-version. Resolution is exact: a version nobody has read is unsupported.</summary>
internal sealed class ConverterRegistry
{
    private static readonly Lazy<ConverterRegistry> Shared = new(() => new ConverterRegistry(typeof(ConverterRegistry).Assembly.GetTypes()));

    private readonly FrozenDictionary<(string Domain, string Op, int Version), Action<ConversionContext>> _converters;

    /// <summary>Collects the methods that carry <see cref="OnnxOperatorAttribute"/>.</summary>
    /// <exception cref="InvalidOperationException">Two methods claim one version, or a version never existed.</exception>
    public ConverterRegistry(IEnumerable<Type> types)
    {
        var converters = new Dictionary<(string, string, int), Action<ConversionContext>>();
        foreach (var type in types)
        {
            foreach (var method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                foreach (var attribute in method.GetCustomAttributes<OnnxOperatorAttribute>())
                    Register(converters, method, attribute);
            }
        }

        _converters = converters.ToFrozenDictionary();
    }

    /// <summary>The converters of this assembly.</summary>
    public static ConverterRegistry Default => Shared.Value;

    /// <summary>What can be converted.</summary>
    public IEnumerable<(string Domain, string Op, int Version)> Registered => _converters.Keys;

    /// <summary>The converter for exactly that version, or <see langword="null"/>.</summary>
    public Action<ConversionContext>? Find(string domain, string op, int version) => _converters.GetValueOrDefault((domain, op, version));

    private static void Register(Dictionary<(string, string, int), Action<ConversionContext>> converters, MethodInfo method, OnnxOperatorAttribute attribute)
    {
        foreach (var version in attribute.SinceVersions)
        {
            if (!OpsetHistory.SinceVersions(attribute.Domain, attribute.Name).Contains(version))
                throw new InvalidOperationException($"{method.DeclaringType}.{method.Name} converts {attribute.Name}-{version}, which never existed.");
            if (!converters.TryAdd((attribute.Domain, attribute.Name, version), method.CreateDelegate<Action<ConversionContext>>()))
                throw new InvalidOperationException($"{method.DeclaringType}.{method.Name} converts {attribute.Name}-{version}, which another method converts already.");
        }
    }
}
