using System.ComponentModel;

namespace System.Runtime.CompilerServices;

/// <summary>Lets this netstandard2.0 project, and that of the code fixes, use records and init-only properties.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
internal static class IsExternalInit;
