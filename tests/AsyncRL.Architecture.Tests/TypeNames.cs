using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace AsyncRL.Architecture.Tests;

/// <summary>Types as C# writes them, with namespaces but those of System, and with the question marks of nullable references.</summary>
internal static class TypeNames
{
    private static readonly NullabilityInfoContext Nullability = new();

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(char)] = "char",
        [typeof(double)] = "double",
        [typeof(float)] = "float",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(object)] = "object",
        [typeof(short)] = "short",
        [typeof(string)] = "string",
        [typeof(uint)] = "uint",
        [typeof(ulong)] = "ulong",
    };

    internal static string Of(ParameterInfo parameter) => Of(parameter.ParameterType, Nullability.Create(parameter));

    internal static string Of(PropertyInfo property) => Of(property.PropertyType, Nullability.Create(property));

    internal static string Of(FieldInfo field) => Of(field.FieldType, Nullability.Create(field));

    internal static string Of(EventInfo happening) => Of(happening.EventHandlerType!, Nullability.Create(happening));

    internal static string Of(Type type, NullabilityInfo? nullability = null)
    {
        if (type.IsByRef) return Of(type.GetElementType()!, nullability);
        if (Nullable.GetUnderlyingType(type) is { } underlying) return Of(underlying) + "?";
        return NotNull(type, nullability) + (IsNullable(type, nullability) ? "?" : "");
    }

    /// <summary>"where T : struct, IVector" for each parameter that has constraints.</summary>
    internal static string Constraints(Type[] parameters)
    {
        var clauses = new List<string>();
        foreach (Type parameter in parameters)
        {
            GenericParameterAttributes attributes = parameter.GenericParameterAttributes;
            var constraints = new List<string>();
            bool isUnmanaged = parameter.CustomAttributes.Any(a => a.AttributeType == typeof(IsUnmanagedAttribute));
            bool isStruct = attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
            if (isUnmanaged) constraints.Add("unmanaged");
            else if (isStruct) constraints.Add("struct");
            if (attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint)) constraints.Add("class");
            constraints.AddRange(parameter.GetGenericParameterConstraints().Where(c => c != typeof(ValueType)).Select(c => Of(c)));
            if (!isStruct && attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint)) constraints.Add("new()");
            if (attributes.HasFlag(GenericParameterAttributes.AllowByRefLike)) constraints.Add("allows ref struct");
            if (constraints.Count > 0) clauses.Add($" where {parameter.Name} : {string.Join(", ", constraints)}");
        }

        return string.Concat(clauses);
    }

    private static bool IsNullable(Type type, NullabilityInfo? nullability) =>
        !type.IsValueType && (nullability?.ReadState == NullabilityState.Nullable || nullability?.WriteState == NullabilityState.Nullable);

    private static string NotNull(Type type, NullabilityInfo? nullability)
    {
        if (Keywords.TryGetValue(type, out string? keyword)) return keyword;
        if (type.IsGenericParameter) return type.Name;
        if (type.IsPointer) return Of(type.GetElementType()!) + "*";
        if (type.IsArray) return $"{Of(type.GetElementType()!, nullability?.ElementType)}[{new string(',', type.GetArrayRank() - 1)}]";
        string[] arguments =
            [.. type.GetGenericArguments().Select((argument, i) => Of(argument, nullability?.GenericTypeArguments.ElementAtOrDefault(i)))];
        if (type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true) return $"({string.Join(", ", arguments)})";
        bool isOfSystem = type.Namespace is null or "System" || type.Namespace.StartsWith("System.", StringComparison.Ordinal);
        string outer = type.DeclaringType is { } declaring ? Of(declaring) + "." : isOfSystem ? "" : type.Namespace + ".";
        string name = type.Name.Split('`')[0];
        return arguments.Length == 0 || !type.Name.Contains('`', StringComparison.Ordinal)
            ? outer + name : $"{outer}{name}<{string.Join(", ", arguments)}>";
    }
}
