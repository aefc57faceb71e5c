using System.Collections.Frozen;
using System.Reflection;
using Salience.Operators;

namespace Salience.Onnx.Export;

/// <summary>The methods that write operators, by the operator's type. Resolution is exact: a derived type needs a writer of its own.</summary>
internal sealed class WriterRegistry
{
    private static readonly Lazy<WriterRegistry> Shared = new(() => new WriterRegistry(typeof(WriterRegistry).Assembly.GetTypes()));
    private readonly FrozenDictionary<Type, Action<Operator, ExportContext>> _writers;

    /// <summary>Collects the methods that carry <see cref="OperatorWriterAttribute"/>.</summary>
    /// <exception cref="InvalidOperationException">Two methods claim one operator, or a method cannot write what it claims.</exception>
    public WriterRegistry(IEnumerable<Type> types)
    {
        var writers = new Dictionary<Type, Action<Operator, ExportContext>>();
        foreach (var method in types.SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)))
        {
            if (method.GetCustomAttribute<OperatorWriterAttribute>() is { } attribute)
                Register(writers, method, attribute);
        }

        _writers = writers.ToFrozenDictionary();
    }

    /// <summary>The writers of this assembly.</summary>
    public static WriterRegistry Default => Shared.Value;

    /// <summary>The operators that can be written.</summary>
    public IEnumerable<Type> Registered => _writers.Keys;

    /// <summary>The writer of an operator, or <see langword="null"/>.</summary>
    public Action<Operator, ExportContext>? Find(Type operation) => _writers.GetValueOrDefault(operation);

    private static void Register(Dictionary<Type, Action<Operator, ExportContext>> writers, MethodInfo method, OperatorWriterAttribute attribute)
    {
        var taken = method.GetParameters()[0].ParameterType;
        var write = (Action<Operator, ExportContext>)typeof(WriterRegistry).GetMethod(nameof(Bind), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(taken).Invoke(null, [method])!;
        foreach (var operation in attribute.Operators.DefaultIfEmpty(taken))
        {
            if (!operation.IsAssignableTo(taken))
                throw new InvalidOperationException($"{method.DeclaringType}.{method.Name} takes {taken.Name}, which {operation.Name} is not.");
            if (!writers.TryAdd(operation, write))
                throw new InvalidOperationException($"{method.DeclaringType}.{method.Name} writes {operation.Name}, which another method writes already.");
        }
    }

    private static Action<Operator, ExportContext> Bind<TOperator>(MethodInfo method)
        where TOperator : Operator
    {
        var write = method.CreateDelegate<Action<TOperator, ExportContext>>();
        return (operation, context) => write((TOperator)operation, context);
    }
}
