/// <summary>Run by .NET in a process of the tool, when a test asks for it: prints at the end which assemblies were loaded.</summary>
internal static class StartupHook
{
    public static void Initialize() => AppDomain.CurrentDomain.ProcessExit += static (_, _) =>
        Console.Error.WriteLine("loaded: " + string.Join(' ', AppDomain.CurrentDomain.GetAssemblies().Select(static assembly => assembly.GetName().Name)));
}
