using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace VirtualWindow.Signaling.Wire;

/// <summary>
/// JSON as the contracts promise it: camelCase, enums as camelCase words, absent = null. In a request record a
/// property without <c>?</c> is required, so that a forgotten field is refused instead of read as zero or false.
/// </summary>
public static class WireJson
{
    public static void Configure(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.RespectNullableAnnotations = true;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(RequireWhatIsNotNullable);
    }

    private static void RequireWhatIsNotNullable(JsonTypeInfo type)
    {
        if (!IsRequest(type.Type)) return;
        var nullability = new NullabilityInfoContext();
        foreach (var property in type.Properties)
            property.IsRequired = property.AttributeProvider is PropertyInfo info && nullability.Create(info).ReadState == NullabilityState.NotNull;
    }

    private static bool IsRequest(Type type) =>
        type.Namespace?.StartsWith("VirtualWindow.", StringComparison.Ordinal) == true && type.Name.EndsWith("Request", StringComparison.Ordinal);
}
