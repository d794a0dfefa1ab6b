using System.Reflection;
using System.Text;
using System.Text.Json;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Cases;

namespace VirtualWindow.Testing.Contracts;

/// <summary>
/// Writes the wire types of VirtualWindow.Contracts as TypeScript, so that the web client cannot drift from the server:
/// records become readonly interfaces, enums unions with an array of their values, hubs maps of method → [request, reply].
/// </summary>
public static class TypeScriptContracts
{
    /// <summary>Seams between server parts; nothing of this namespace goes over the wire to a page.</summary>
    private const string ServerOnlyNamespace = "VirtualWindow.Contracts.Media";

    /// <summary>Beside that namespace: what the follow-up tells signaling inside the server.</summary>
    private static readonly Type[] ServerOnly = [typeof(ICaseFiled), typeof(CaseFiled)];

    private const string Preamble = """
        // Generated from src/VirtualWindow.Contracts: do not edit.
        // ContractsFreshnessTests fails while this file is stale and rewrites it when UPDATE_CONTRACTS=1.

        /** ISO 8601 with offset, e.g. "2026-11-23T09:00:00+00:00". */
        export type Instant = string
        /** ISO 8601 calendar date, e.g. "2026-11-23". */
        export type CalendarDate = string

        /** Answer of every hub method: a value, or a refusal that a person can act on. Never both. */
        export type Reply<T> =
          | { readonly value: T; readonly refusal: null }
          | { readonly value: null; readonly refusal: Refusal }

        """;

    /// <summary>The whole text of web-client/src/signaling/contracts.gen.ts, with LF line ends.</summary>
    public static string Generate()
    {
        var types = typeof(Refusal).Assembly.GetExportedTypes()
            .Where(type => type.Namespace != ServerOnlyNamespace && !ServerOnly.Contains(type))
            .OrderBy(type => type.Namespace, StringComparer.Ordinal).ThenBy(type => type.Name, StringComparer.Ordinal)
            .ToArray();
        var text = new StringBuilder(Preamble.ReplaceLineEndings("\n"));
        AppendRefusalCodes(text);
        foreach (var type in types.Where(type => type.IsEnum)) AppendEnum(text, type);
        foreach (var type in types.Where(IsWireRecord)) AppendRecord(text, type);
        foreach (var type in types.Where(type => type.IsInterface)) AppendInterface(text, type);
        return text.ToString();
    }

    private static bool IsWireRecord(Type type) =>
        type is { IsClass: true, IsAbstract: false, IsGenericType: false } && type.GetMethod("<Clone>$") is not null;

    private static void AppendRefusalCodes(StringBuilder text)
    {
        var codes = typeof(RefusalCodes).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);
        AppendUnion(text, "RefusalCode", "refusalCodes", codes);
    }

    private static void AppendEnum(StringBuilder text, Type type) =>
        AppendUnion(text, type.Name, CamelCase(type.Name) + "Values", Enum.GetNames(type).Select(CamelCase));

    private static void AppendUnion(StringBuilder text, string typeName, string arrayName, IEnumerable<string> values)
    {
        text.Append($"\nexport const {arrayName} = [\n");
        foreach (var value in values) text.Append($"  '{value}',\n");
        text.Append($"] as const\nexport type {typeName} = (typeof {arrayName})[number]\n");
    }

    private static void AppendRecord(StringBuilder text, Type type)
    {
        var members = type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);
        if (members.Length == 0)
        {
            text.Append($"\nexport type {type.Name} = Readonly<Record<string, never>>\n");
            return;
        }
        text.Append($"\nexport interface {type.Name} {{\n");
        foreach (var member in members) text.Append($"  readonly {CamelCase(member.Name)}: {MemberType(member)}\n");
        text.Append("}\n");
    }

    private static string MemberType(PropertyInfo member)
    {
        if (member.DeclaringType == typeof(Refusal) && member.Name == nameof(Refusal.Code)) return "RefusalCode";
        var nullable = Nullable.GetUnderlyingType(member.PropertyType) is not null
            || new NullabilityInfoContext().Create(member).ReadState == NullabilityState.Nullable;
        return TypeName(member.PropertyType) + (nullable ? " | null" : "");
    }

    /// <summary>Hub interfaces answer (<c>Task&lt;Reply&lt;T&gt;&gt;</c>); client interfaces are told (<c>Task</c>).</summary>
    private static void AppendInterface(StringBuilder text, Type type)
    {
        var isHub = type.GetMethods().All(method => method.ReturnType.IsGenericType);
        var suffix = isHub ? "Methods" : "Events";
        var bases = string.Join(", ", type.GetInterfaces().Select(one => one.Name[1..] + suffix));
        text.Append(isHub ? "\n/** Method → [request, or null when it takes none; reply]. */" : "\n/** Event → its arguments. */");
        text.Append($"\nexport interface {type.Name[1..]}{suffix}{(bases.Length == 0 ? "" : " extends " + bases)} {{\n");
        foreach (var method in type.GetMethods())
            text.Append($"  readonly {method.Name}: {(isHub ? Exchange(method) : Arguments(method))}\n");
        text.Append("}\n");
    }

    private static string Exchange(MethodInfo method)
    {
        var reply = method.ReturnType.GenericTypeArguments.Single().GenericTypeArguments.Single();
        var request = method.GetParameters().SingleOrDefault();
        return $"readonly [{(request is null ? "null" : TypeName(request.ParameterType))}, {TypeName(reply)}]";
    }

    private static string Arguments(MethodInfo method) =>
        $"readonly [{string.Join(", ", method.GetParameters().Select(argument => $"{argument.Name}: {TypeName(argument.ParameterType)}"))}]";

    private static string TypeName(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            return $"readonly {TypeName(type.GenericTypeArguments[0])}[]";
        if (type == typeof(string)) return "string";
        if (type == typeof(bool)) return "boolean";
        if (type == typeof(int) || type == typeof(long) || type == typeof(double)) return "number";
        if (type == typeof(DateTimeOffset)) return "Instant";
        if (type == typeof(DateOnly)) return "CalendarDate";
        if (type.Assembly == typeof(Refusal).Assembly) return type.Name;
        throw new NotSupportedException($"{type} has no TypeScript form: use a type that the wire conventions know.");
    }

    private static string CamelCase(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
