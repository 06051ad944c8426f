using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace AsyncRL.Architecture.Tests;

/// <summary>
/// What programs outside can name of an assembly, as text: each public type in a line, and below it, indented, its public and protected
/// members. What the compiler adds to records is left out, since the word "record" says it. All is sorted.
/// </summary>
internal static class PublicSurface
{
    private const string Indent = "    ";

    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    internal static List<string> Of(Assembly assembly) => Of(assembly.GetExportedTypes());

    internal static List<string> Of(params IEnumerable<Type> types)
    {
        var lines = new List<string>();
        foreach (Type type in types.OrderBy(type => TypeNames.Of(type), StringComparer.Ordinal))
        {
            lines.Add(Header(type));
            lines.AddRange(Members(type).Select(member => Indent + member).Order(StringComparer.Ordinal));
        }

        return lines;
    }

    /// <summary>The members that differ, each below its type: "-" before what is gone, "+" before what is new.</summary>
    internal static List<string> Differences(IReadOnlyList<string> expected, IReadOnlyList<string> actual)
    {
        HashSet<(string Type, string Line)> before = [.. WithTypes(expected)], after = [.. WithTypes(actual)];
        var differences = new List<string>();
        string shown = "";
        foreach ((string type, string line) in before.Union(after).OrderBy(pair => pair.Type, StringComparer.Ordinal)
            .ThenBy(pair => pair.Line.StartsWith(Indent, StringComparison.Ordinal)).ThenBy(pair => pair.Line, StringComparer.Ordinal))
        {
            bool isGone = !after.Contains((type, line)), isNew = !before.Contains((type, line));
            if (!isGone && !isNew) continue;
            if (type != shown && line.StartsWith(Indent, StringComparison.Ordinal)) differences.Add("  " + type);
            shown = type;
            differences.Add((isGone ? "- " : "+ ") + line);
        }

        return differences;
    }

    private static IEnumerable<(string Type, string Line)> WithTypes(IReadOnlyList<string> lines)
    {
        string type = "";
        foreach (string line in lines)
        {
            if (!line.StartsWith(Indent, StringComparison.Ordinal)) type = line;
            yield return (type, line);
        }
    }

    private static string Header(Type type)
    {
        if (type.IsEnum) return $"enum {TypeNames.Of(type)} : {TypeNames.Of(Enum.GetUnderlyingType(type))}";
        if (type.IsAssignableTo(typeof(Delegate)))
            return $"delegate {Signature(type.GetMethod("Invoke")!, TypeNames.Of(type))}";
        bool isRecord = type.GetMethod("<Clone>$", Declared) is not null
            || (type.IsValueType && type.GetMethod("PrintMembers", Declared) is not null);
        string modifiers = type.IsInterface ? "" : type is { IsAbstract: true, IsSealed: true } ? "static "
            : type.IsValueType ? (type.CustomAttributes.Any(a => a.AttributeType == typeof(IsReadOnlyAttribute)) ? "readonly " : "")
            : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "";
        string kind = type.IsInterface ? "interface" : type.IsValueType ? "struct" : "class";
        if (type.IsByRefLike) kind = "ref " + kind;
        Type[] inherited = type.BaseType?.GetInterfaces() ?? [];
        var bases = new List<string>();
        if (type is { IsClass: true, BaseType: { } ancestor } && ancestor != typeof(object)) bases.Add(TypeNames.Of(ancestor));
        string equatable = isRecord ? TypeNames.Of(typeof(IEquatable<>).MakeGenericType(type)) : "";
        bases.AddRange(type.GetInterfaces().Except(inherited).Where(contract => contract.IsVisible)
            .Select(contract => TypeNames.Of(contract)).Where(name => name != equatable).Order(StringComparer.Ordinal));
        string parents = bases.Count == 0 ? "" : " : " + string.Join(", ", bases);
        string constraints = TypeNames.Constraints(type.GetGenericArguments());
        return $"{modifiers}{(isRecord ? "record " : "")}{kind} {TypeNames.Of(type)}{parents}{constraints}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return type.GetFields(BindingFlags.Static | BindingFlags.Public).Select(value =>
                $"{value.Name} = {Convert.ToString(value.GetRawConstantValue(), CultureInfo.InvariantCulture)}");
        }

        if (type.IsAssignableTo(typeof(Delegate))) return [];
        return
        [
            .. type.GetConstructors(Declared).Where(IsVisible)
                .Select(c => $"{Access(c)}{type.Name.Split('`')[0]}({Parameters(c)})"),
            .. type.GetFields(Declared).Where(f => (f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly) && !f.IsSpecialName).Select(Field),
            .. type.GetProperties(Declared).Where(p => Accessors(p).Length > 0).Select(Property),
            .. type.GetEvents(Declared).Where(e => IsVisible(e.AddMethod!)).Select(e => $"event {TypeNames.Of(e)} {e.Name}"),
            .. type.GetMethods(Declared).Where(m => IsVisible(m) && !IsAccessor(m))
                .Select(m => Access(m) + Modifiers(m) + Signature(m, m.Name)),
        ];
    }

    private static bool IsVisible(MethodBase method) =>
        (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly)
        && !method.CustomAttributes.Any(a => a.AttributeType == typeof(CompilerGeneratedAttribute));

    private static bool IsAccessor(MethodInfo method) =>
        method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string Modifiers(MethodInfo method)
    {
        if (method.IsStatic) return method.IsAbstract ? "static abstract " : method.IsVirtual ? "static virtual " : "static ";
        if (method.DeclaringType!.IsInterface) return method.IsAbstract ? "" : "virtual ";
        if (method.GetBaseDefinition() != method) return method.IsFinal ? "sealed override " : "override ";
        return method.IsAbstract ? "abstract " : method is { IsVirtual: true, IsFinal: false } ? "virtual " : "";
    }

    private static string Field(FieldInfo field)
    {
        string access = field.IsPublic ? "" : "protected ";
        if (field.IsLiteral) return $"{access}const {TypeNames.Of(field)} {field.Name} = {Value(field.GetRawConstantValue())}";
        return $"{access}{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{TypeNames.Of(field)} {field.Name}";
    }

    /// <summary>The visible accessors. A record's EqualityContract is the compiler's.</summary>
    private static MethodInfo[] Accessors(PropertyInfo property) => property.Name == "EqualityContract" ? [] :
    [
        .. property.GetAccessors(nonPublic: true).Where(accessor => accessor.IsPublic || accessor.IsFamily || accessor.IsFamilyOrAssembly),
    ];

    private static string Property(PropertyInfo property)
    {
        MethodInfo[] accessors = Accessors(property);
        bool isInit = property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
        string access = accessors.Any(accessor => accessor.IsPublic) ? "" : "protected ";
        string words = string.Concat(accessors.Select(accessor =>
            (access.Length == 0 ? Access(accessor) : "") + (accessor == property.GetMethod ? "get; " : isInit ? "init; " : "set; ")));
        string required = property.CustomAttributes.Any(a => a.AttributeType == typeof(RequiredMemberAttribute)) ? "required " : "";
        bool isIndexer = property.GetIndexParameters().Length > 0;
        string name = isIndexer ? $"this[{Parameters(property.GetMethod ?? property.SetMethod!)}]" : property.Name;
        string reference = property.PropertyType.IsByRef ? "ref " : "";
        return $"{access}{required}{Modifiers(accessors[0])}{reference}{TypeNames.Of(property)} {name} {{ {words}}}";
    }

    private static string Signature(MethodInfo method, string name)
    {
        Type[] generic = method.GetGenericArguments();
        string arguments = generic.Length == 0 ? "" : $"<{string.Join(", ", generic.Select(g => g.Name))}>";
        string extension = method.CustomAttributes.Any(a => a.AttributeType == typeof(ExtensionAttribute)) ? "this " : "";
        string reference = method.ReturnType.IsByRef ? "ref " : "";
        string result = reference + TypeNames.Of(method.ReturnParameter), constraints = TypeNames.Constraints(generic);
        return $"{result} {name}{arguments}({extension}{Parameters(method)}){constraints}";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
    {
        string mode = !parameter.ParameterType.IsByRef ? parameter.CustomAttributes.Any(IsParams) ? "params " : ""
            : parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
        string value = parameter.HasDefaultValue ? $" = {Value(parameter.RawDefaultValue)}" : "";
        return $"{mode}{TypeNames.Of(parameter)} {parameter.Name}{value}";
    }));

    private static bool IsParams(CustomAttributeData attribute) =>
        attribute.AttributeType == typeof(ParamArrayAttribute) || attribute.AttributeType == typeof(ParamCollectionAttribute);

    private static string Value(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
