using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Collections.ObjectModel;

namespace CmqContracts.Generators.Tests.Runtime;

// Collections beside lists, sets and dictionaries.
[CmqQueue("filled-collections")]
public partial record FilledCollections(
    Queue<int> A,
    Stack<string> B,
    LinkedList<Money>? C,
    SortedSet<int> D,
    Collection<string> E,
    ObservableCollection<int?> F,
    ConcurrentQueue<int> G,
    ConcurrentStack<Level> H,
    List<Stack<int>> I,
    HashSet<int?> J);

[CmqQueue("immutable-collections")]
public partial record ImmutableCollections(
    ImmutableArray<int> A,
    ImmutableArray<string>? B,
    ImmutableList<Money> C,
    IImmutableList<string> D,
    ImmutableHashSet<int> E,
    IImmutableSet<string> F,
    ImmutableSortedSet<Guid> G,
    ImmutableQueue<int> H,
    IImmutableQueue<int> I,
    ImmutableStack<int> J,
    IImmutableStack<int>? K);

[CmqQueue("other-maps")]
public partial record OtherMaps(
    SortedDictionary<string, int> A,
    SortedList<int, Money> B,
    ConcurrentDictionary<Guid, string> C,
    ImmutableDictionary<string, int> D,
    IImmutableDictionary<int, int?> E,
    ImmutableSortedDictionary<Level, ImmutableArray<int>>? F);

[CmqQueue("memories")]
public partial record Memories(Memory<byte> A, ReadOnlyMemory<byte> B, Memory<byte>? C, ReadOnlyMemory<byte>? D, List<ReadOnlyMemory<byte>> E);
