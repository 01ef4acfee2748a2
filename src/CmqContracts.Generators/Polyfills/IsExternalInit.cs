using System.ComponentModel;

namespace System.Runtime.CompilerServices;

/// <summary>Lets this netstandard2.0 project use records and init-only properties.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
internal static class IsExternalInit;
