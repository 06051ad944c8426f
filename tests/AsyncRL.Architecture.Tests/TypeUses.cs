using System.Reflection;
using System.Reflection.Emit;

namespace AsyncRL.Architecture.Tests;

/// <summary>
/// The types that the compiled code of a type names: in its base types, members, signatures, local variables and instructions. Using
/// directives would miss a type of an enclosing namespace, which needs none, and one that is written with its namespace.
/// </summary>
internal static class TypeUses
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Dictionary<short, OperandType> Operands = ReadOperands();

    /// <summary>Finds them, each without its type arguments, which are found by themselves.</summary>
    internal static HashSet<Type> Of(Type type)
    {
        var found = new HashSet<Type>();
        Add(found, type.BaseType);
        foreach (Type one in type.GetInterfaces()) Add(found, one);
        foreach (FieldInfo field in type.GetFields(Declared)) Add(found, field.FieldType);
        foreach (PropertyInfo property in type.GetProperties(Declared)) Add(found, property.PropertyType);
        foreach (MethodBase method in (MethodBase[])[.. type.GetMethods(Declared), .. type.GetConstructors(Declared)])
        {
            foreach (ParameterInfo parameter in method.GetParameters()) Add(found, parameter.ParameterType);
            if (method is MethodInfo returning) Add(found, returning.ReturnType);
            if (method.GetMethodBody() is { } body) AddBody(found, method, body);
        }

        return found;
    }

    private static void AddBody(HashSet<Type> found, MethodBase method, MethodBody body)
    {
        foreach (LocalVariableInfo variable in body.LocalVariables) Add(found, variable.LocalType);
        byte[] code = body.GetILAsByteArray()!;
        Type[]? ofType = method.DeclaringType is { IsGenericType: true } declaring ? declaring.GetGenericArguments() : null;
        Type[]? ofMethod = method.IsGenericMethodDefinition ? method.GetGenericArguments() : null;
        for (int at = 0; at < code.Length;)
        {
            short value = code[at] == 0xFE ? (short)(0xFE00 | code[at + 1]) : code[at];
            at += code[at] == 0xFE ? 2 : 1;
            OperandType operand = Operands[value];
            if (operand is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
                AddMember(found, method.Module.ResolveMember(BitConverter.ToInt32(code, at), ofType, ofMethod));
            at += Length(operand, code, at);
        }
    }

    private static void AddMember(HashSet<Type> found, MemberInfo? member)
    {
        Add(found, member as Type ?? member?.DeclaringType);
        if (member is FieldInfo field) Add(found, field.FieldType);
        if (member is not MethodBase method) return;
        if (method.IsGenericMethod) foreach (Type argument in method.GetGenericArguments()) Add(found, argument);
        foreach (ParameterInfo parameter in method.GetParameters()) Add(found, parameter.ParameterType);
        if (method is MethodInfo returning) Add(found, returning.ReturnType);
    }

    private static void Add(HashSet<Type> found, Type? type)
    {
        if (type is null || type.IsGenericParameter) return;
        if (type.HasElementType)
        {
            Add(found, type.GetElementType());
            return;
        }

        Type definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        bool isNew = found.Add(definition);
        if (type.IsGenericType && (isNew || !type.IsGenericTypeDefinition))
            foreach (Type argument in type.GetGenericArguments()) Add(found, argument);
    }

    private static int Length(OperandType operand, byte[] code, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };

    private static Dictionary<short, OperandType> ReadOperands()
    {
        var operands = new Dictionary<short, OperandType>();
        foreach (FieldInfo field in typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            if (field.GetValue(null) is OpCode code) operands[code.Value] = code.OperandType;
        }

        return operands;
    }
}
