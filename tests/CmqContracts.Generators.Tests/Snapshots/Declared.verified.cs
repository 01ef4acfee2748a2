// CmqContracts.AddContracts.g.cs
#pragma warning disable EXP1, EXP10, EXP11, EXP12, EXP13, EXP14, EXP15, EXP16, EXP17, EXP2, EXP4, EXP5, EXP6, EXP7, EXP8, EXP9, OLD1, OLD10, OLD11, OLD4, OLD5, OLD6, OLD7
namespace CmqContracts.Generated
    internal static class SampleContracts
            builder.AddQueue<global::Obsoletes.Bare>();
            builder.AddTopic<global::Obsoletes.Bare>();
            builder.AddQueue<global::Obsoletes.Holds>();
            builder.AddQueue<global::Obsoletes.Identified>();
            builder.AddQueue<global::Obsoletes.Told>();
            builder.AddQueue<global::Obsoletes.Unnamed>();
            builder.AddQueue<global::Places.@class.@abstract>();
            builder.AddQueue<global::Places.@class.@record>();
            builder.AddTopic<global::Places.@class.@record>();
            builder.AddQueue<global::Places.@class.Bare>();
            builder.AddQueue<global::Places.@class.CmqCodec>();
            builder.AddQueue<global::Places.@class.Derived.Binds>();
            builder.AddQueue<global::Places.@class.Derived.Both>();
            builder.AddQueue<global::Places.@class.Derived.Hidden>();
            builder.AddTopic<global::Places.@class.Derived.Hidden>();
            builder.AddQueue<global::Places.@class.Derived.Protected>();
            builder.AddTopic<global::Places.@class.Derived.Protected>();
            builder.AddQueue<global::Places.@class.Generic.Inner>();
            builder.AddQueue<global::Places.@class.Halves.OfQueue>();
            builder.AddTopic<global::Places.@class.Halves.OfTopic>();
            builder.AddQueue<global::Places.@class.HalvesDerived.OfQueue>();
            builder.AddTopic<global::Places.@class.HalvesDerived.OfQueue>();
            builder.AddQueue<global::Places.@class.HalvesDerived.OfTopic>();
            builder.AddTopic<global::Places.@class.HalvesDerived.OfTopic>();
            builder.AddQueue<global::Places.@class.IAround.Middle.Inner.Inmost.Message>();
            builder.AddQueue<global::Places.@class.Named>();
            builder.AddQueue<global::Places.@class.NamedDerived>();
            builder.AddQueue<global::Places.@class.Open.Both>();
            builder.AddQueue<global::Places.@class.Sealed.Both>();
            builder.AddQueue<global::Places.@class.Self.Middle.Inner>();
            builder.AddQueue<global::Places.@class.Structure>();
            builder.AddQueue<global::Warned.Collections>();
            builder.AddQueue<global::Warned.Converted>();
            builder.AddQueue<global::Warned.ConvertedByOld>();
            builder.AddQueue<global::Warned.ConvertedMark>();
            builder.AddQueue<global::Warned.Derived>();
            builder.AddQueue<global::Warned.Enums>();
            builder.AddQueue<global::Warned.HoldsMembers>();
            builder.AddQueue<global::Warned.InContext>();
            builder.AddQueue<global::Warned.Inners>();
            builder.AddQueue<global::Warned.NamedEnums>();
            builder.AddQueue<global::Warned.NamedKeys>();
            builder.AddQueue<global::Warned.Odds>();
            builder.AddQueue<global::Warned.OfKind>();
            builder.AddQueue<global::Warned.OfTriedBase>();
            builder.AddQueue<global::Warned.OwnMap>();
            builder.AddQueue<global::Warned.Parts>();
            builder.AddQueue<global::Warned.PhantomParts>();
            builder.AddQueue<global::Warned.Phantoms>();
            builder.AddQueue<global::Warned.Roots>();
            builder.AddQueue<global::Warned.Tried>();
            builder.AddQueue<global::Obsoletes.Old, global::Obsoletes.BindsOld>();
            builder.AddQueue<global::System.IO.MemoryStream, global::Places.@class.Open.Binds>();
            builder.AddQueue<global::Warned.Part, global::Warned.BindsPart>();
            builder.AddQueue<global::Warned.TriedRoot, global::Warned.BindsTriedRoot>();
            builder.AddQueue<global::Warned.Quiet, global::Warned.TriedBinding>();
// not an id: 'Unnamed' is obsolete

// Obsoletes.Around+InGone.g.cs
#pragma warning disable OLD2
namespace Obsoletes;
partial class Around
    partial record InGone : global::CmqContracts.IQueueMessage<global::Obsoletes.Around.InGone>
        [global::System.Obsolete] // So that it may use what is obsolete with an error and is still on the wire.
        private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Obsoletes.Around.InGone>
    public sealed class InGoneQueue : global::CmqContracts.QueueClient<global::Obsoletes.Around.InGone>

// Obsoletes.AroundBinding+BindsBoxOfRefused.g.cs
namespace Obsoletes;
partial class AroundBinding
    partial class BindsBoxOfRefused : global::CmqContracts.IQueueMessage<global::Obsoletes.Box<global::Obsoletes.Refused>>
        [global::System.Obsolete] // So that it may use what is obsolete with an error and is still on the wire.
        private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Obsoletes.Box<global::Obsoletes.Refused>>

// Obsoletes.AroundBinding+BindsInner.g.cs
namespace Obsoletes;
partial class AroundBinding
    partial class BindsInner : global::CmqContracts.IQueueMessage<global::Obsoletes.Box<global::Obsoletes.Refused[]>.Inner>
        [global::System.Obsolete] // So that it may use what is obsolete with an error and is still on the wire.
        private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Obsoletes.Box<global::Obsoletes.Refused[]>.Inner>

// Obsoletes.Bare.g.cs
namespace Obsoletes;
partial record Bare : global::CmqContracts.IQueueMessage<global::Obsoletes.Bare>, global::CmqContracts.ITopicMessage<global::Obsoletes.Bare>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Obsoletes.Bare>
[global::System.Obsolete]
public sealed class BareQueue : global::CmqContracts.QueueClient<global::Obsoletes.Bare>
[global::System.Obsolete]
public sealed class BareTopic : global::CmqContracts.TopicClient<global::Obsoletes.Bare>

// Obsoletes.BindsOld.g.cs
namespace Obsoletes;
partial class BindsOld : global::CmqContracts.IQueueMessage<global::Obsoletes.Old>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Obsoletes.Old>

// Obsoletes.BindsRefusedByOld.g.cs
namespace Obsoletes;
partial class BindsRefusedByOld : global::CmqContracts.IQueueMessage<global::Obsoletes.Refused>, global::CmqContracts.ITopicMessage<global::Obsoletes.Refused>
    [global::System.Obsolete] // So that it may use what is obsolete with an error and is still on the wire.
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Obsoletes.Refused>

// Obsoletes.Gone.g.cs
namespace Obsoletes;
partial record Gone : global::CmqContracts.IQueueMessage<global::Obsoletes.Gone>, global::CmqContracts.ITopicMessage<global::Obsoletes.Gone>
    [global::System.Obsolete] // So that it may use what is obsolete with an error and is still on the wire.
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Obsoletes.Gone>
[global::System.Obsolete("x", true)]
public sealed class GoneQueue : global::CmqContracts.QueueClient<global::Obsoletes.Gone>
[global::System.Obsolete("x", true)]
public sealed class GoneTopic : global::CmqContracts.TopicClient<global::Obsoletes.Gone>

// Obsoletes.Holds.g.cs
namespace Obsoletes;
partial record Holds : global::CmqContracts.IQueueMessage<global::Obsoletes.Holds>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Obsoletes.Holds>
public sealed class HoldsQueue : global::CmqContracts.QueueClient<global::Obsoletes.Holds>

// Obsoletes.Identified.g.cs
#pragma warning disable OLD1
namespace Obsoletes;
partial record Identified : global::CmqContracts.IQueueMessage<global::Obsoletes.Identified>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Obsoletes.Identified>
[global::System.Obsolete("x", false, DiagnosticId = "OLD1", UrlFormat = "u")]
public sealed class IdentifiedQueue : global::CmqContracts.QueueClient<global::Obsoletes.Identified>

// Obsoletes.Told.g.cs
namespace Obsoletes;
partial record Told : global::CmqContracts.IQueueMessage<global::Obsoletes.Told>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Obsoletes.Told>
[global::System.Obsolete("use \"New\"\n")]
public sealed class ToldQueue : global::CmqContracts.QueueClient<global::Obsoletes.Told>

// Obsoletes.Unnamed.g.cs
namespace Obsoletes;
partial record Unnamed : global::CmqContracts.IQueueMessage<global::Obsoletes.Unnamed>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Obsoletes.Unnamed>
[global::System.Obsolete(null, DiagnosticId = "not an id")]
public sealed class UnnamedQueue : global::CmqContracts.QueueClient<global::Obsoletes.Unnamed>

// Places.class.Bare.g.cs
namespace Places.@class;
partial struct Bare : global::CmqContracts.IQueueMessage<global::Places.@class.Bare>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Places.@class.Bare>
internal sealed class BareQueue : global::CmqContracts.QueueClient<global::Places.@class.Bare>

// Places.class.CmqCodec.g.cs
namespace Places.@class;
partial class CmqCodec : global::CmqContracts.IQueueMessage<global::Places.@class.CmqCodec>
    private sealed class CmqCodec_ : global::CmqContracts.Json.JsonMessageCodec<global::Places.@class.CmqCodec>
public sealed class CmqCodecQueue : global::CmqContracts.QueueClient<global::Places.@class.CmqCodec>

// Places.class.Derived+Binds.g.cs
namespace Places.@class;
partial class Derived
    partial record Binds : global::CmqContracts.IQueueMessage<global::Places.@class.Derived.Binds>
        private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Places.@class.Derived.Binds>
    public sealed class BindsQueue : global::CmqContracts.QueueClient<global::Places.@class.Derived.Binds>

// Places.class.Derived+Both.g.cs
namespace Places.@class;
partial class Derived
    partial record Both : global::CmqContracts.IQueueMessage<global::Places.@class.Derived.Both>
        private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Places.@class.Derived.Both>
    protected internal new sealed class BothQueue : global::CmqContracts.QueueClient<global::Places.@class.Derived.Both>

// Places.class.Derived+Hidden.g.cs
namespace Places.@class;
partial class Derived
    partial record Hidden : global::CmqContracts.IQueueMessage<global::Places.@class.Derived.Hidden>, global::CmqContracts.ITopicMessage<global::Places.@class.Derived.Hidden>
        private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Places.@class.Derived.Hidden>
    public sealed class HiddenQueue : global::CmqContracts.QueueClient<global::Places.@class.Derived.Hidden>
    public sealed class HiddenTopic : global::CmqContracts.TopicClient<global::Places.@class.Derived.Hidden>

// Places.class.Derived+Protected.g.cs
namespace Places.@class;
partial class Derived
    partial record Protected : global::CmqContracts.IQueueMessage<global::Places.@class.Derived.Protected>, global::CmqContracts.ITopicMessage<global::Places.@class.Derived.Protected>
        private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Places.@class.Derived.Protected>
    public new sealed class ProtectedQueue : global::CmqContracts.QueueClient<global::Places.@class.Derived.Protected>
    public new sealed class ProtectedTopic : global::CmqContracts.TopicClient<global::Places.@class.Derived.Protected>

// Places.class.Generic+Inner.g.cs
namespace Places.@class;
partial class Generic
    partial class Inner : global::CmqContracts.IQueueMessage<global::Places.@class.Generic.Inner>
        private sealed class CmqCodec2 : global::CmqContracts.Json.JsonMessageCodec<global::Places.@class.Generic.Inner>
    public sealed class InnerQueue : global::CmqContracts.QueueClient<global::Places.@class.Generic.Inner>

// Places.class.Halves+OfQueue.g.cs
namespace Places.@class;
partial class Halves
    partial record OfQueue : global::CmqContracts.IQueueMessage<global::Places.@class.Halves.OfQueue>
        private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Places.@class.Halves.OfQueue>
    public sealed class OfQueueQueue : global::CmqContracts.QueueClient<global::Places.@class.Halves.OfQueue>

// Places.class.Halves+OfTopic.g.cs
namespace Places.@class;
partial class Halves
    partial record OfTopic : global::CmqContracts.ITopicMessage<global::Places.@class.Halves.OfTopic>
        private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Places.@class.Halves.OfTopic>
    public sealed class OfTopicTopic : global::CmqContracts.TopicClient<global::Places.@class.Halves.OfTopic>

// Places.class.HalvesDerived+OfQueue.g.cs
namespace Places.@class;
partial class HalvesDerived
    partial record OfQueue : global::CmqContracts.IQueueMessage<global::Places.@class.HalvesDerived.OfQueue>, global::CmqContracts.ITopicMessage<global::Places.@class.HalvesDerived.OfQueue>
        private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Places.@class.HalvesDerived.OfQueue>
    public new sealed class OfQueueQueue : global::CmqContracts.QueueClient<global::Places.@class.HalvesDerived.OfQueue>
    public sealed class OfQueueTopic : global::CmqContracts.TopicClient<global::Places.@class.HalvesDerived.OfQueue>

// Places.class.HalvesDerived+OfTopic.g.cs
namespace Places.@class;
partial class HalvesDerived
    partial record OfTopic : global::CmqContracts.IQueueMessage<global::Places.@class.HalvesDerived.OfTopic>, global::CmqContracts.ITopicMessage<global::Places.@class.HalvesDerived.OfTopic>
        private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Places.@class.HalvesDerived.OfTopic>
    public sealed class OfTopicQueue : global::CmqContracts.QueueClient<global::Places.@class.HalvesDerived.OfTopic>
    public new sealed class OfTopicTopic : global::CmqContracts.TopicClient<global::Places.@class.HalvesDerived.OfTopic>

// Places.class.IAround+Middle+Inner+Inmost+Message.g.cs
namespace Places.@class;
partial interface IAround
    partial struct Middle
        partial record struct Inner
            partial record Inmost
                partial class Message : global::CmqContracts.IQueueMessage<global::Places.@class.IAround.Middle.Inner.Inmost.Message>
                    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Places.@class.IAround.Middle.Inner.Inmost.Message>
                internal sealed class MessageQueue : global::CmqContracts.QueueClient<global::Places.@class.IAround.Middle.Inner.Inmost.Message>

// Places.class.Named.g.cs
namespace Places.@class;
partial class Named : global::CmqContracts.IQueueMessage<global::Places.@class.Named>
    private sealed class CmqCodec__ : global::CmqContracts.Json.JsonMessageCodec<global::Places.@class.Named>
public sealed class NamedQueue : global::CmqContracts.QueueClient<global::Places.@class.Named>

// Places.class.NamedDerived.g.cs
namespace Places.@class;
partial class NamedDerived : global::CmqContracts.IQueueMessage<global::Places.@class.NamedDerived>
    private sealed class CmqCodec_ : global::CmqContracts.Json.JsonMessageCodec<global::Places.@class.NamedDerived>
public sealed class NamedDerivedQueue : global::CmqContracts.QueueClient<global::Places.@class.NamedDerived>

// Places.class.Open+Binds.g.cs
namespace Places.@class;
partial class Open
    partial record Binds : global::CmqContracts.IQueueMessage<global::System.IO.MemoryStream>

// Places.class.Open+Both.g.cs
namespace Places.@class;
partial class Open
    partial record Both : global::CmqContracts.IQueueMessage<global::Places.@class.Open.Both>
        private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Places.@class.Open.Both>
    protected internal sealed class BothQueue : global::CmqContracts.QueueClient<global::Places.@class.Open.Both>

// Places.class.Open+Hidden.g.cs
namespace Places.@class;
partial class Open
    partial record Hidden : global::CmqContracts.ITopicMessage<global::Places.@class.Open.Hidden>
        private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Places.@class.Open.Hidden>
    private sealed class HiddenTopic : global::CmqContracts.TopicClient<global::Places.@class.Open.Hidden>

// Places.class.Open+Narrow.g.cs
namespace Places.@class;
partial class Open
    partial record Narrow : global::CmqContracts.IQueueMessage<global::Places.@class.Open.Narrow>
        private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Places.@class.Open.Narrow>
    private protected sealed class NarrowQueue : global::CmqContracts.QueueClient<global::Places.@class.Open.Narrow>

// Places.class.Open+Protected.g.cs
namespace Places.@class;
partial class Open
    partial record Protected : global::CmqContracts.IQueueMessage<global::Places.@class.Open.Protected>, global::CmqContracts.ITopicMessage<global::Places.@class.Open.Protected>
        private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Places.@class.Open.Protected>
    protected sealed class ProtectedQueue : global::CmqContracts.QueueClient<global::Places.@class.Open.Protected>
    protected sealed class ProtectedTopic : global::CmqContracts.TopicClient<global::Places.@class.Open.Protected>

// Places.class.Sealed+Both.g.cs
namespace Places.@class;
partial class Sealed
    partial record Both : global::CmqContracts.IQueueMessage<global::Places.@class.Sealed.Both>
        private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Places.@class.Sealed.Both>
    internal sealed class BothQueue : global::CmqContracts.QueueClient<global::Places.@class.Sealed.Both>

// Places.class.Sealed+Narrow.g.cs
namespace Places.@class;
partial class Sealed
    partial record Narrow : global::CmqContracts.IQueueMessage<global::Places.@class.Sealed.Narrow>
        private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Places.@class.Sealed.Narrow>
    private sealed class NarrowQueue : global::CmqContracts.QueueClient<global::Places.@class.Sealed.Narrow>

// Places.class.Sealed+Private.g.cs
namespace Places.@class;
partial class Sealed
    partial record Private : global::CmqContracts.IQueueMessage<global::Places.@class.Sealed.Private>
        private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Places.@class.Sealed.Private>
    private sealed class PrivateQueue : global::CmqContracts.QueueClient<global::Places.@class.Sealed.Private>

// Places.class.Sealed+Protected.g.cs
namespace Places.@class;
partial class Sealed
    partial record Protected : global::CmqContracts.IQueueMessage<global::Places.@class.Sealed.Protected>
        private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Places.@class.Sealed.Protected>
    private sealed class ProtectedQueue : global::CmqContracts.QueueClient<global::Places.@class.Sealed.Protected>

// Places.class.Self+Middle+Inner.g.cs
namespace Places.@class;
partial class Self
    partial class Middle
        partial class Inner : global::CmqContracts.IQueueMessage<global::Places.@class.Self.Middle.Inner>
            private sealed class CmqCodec3 : global::CmqContracts.Json.JsonMessageCodec<global::Places.@class.Self.Middle.Inner>
        public sealed class InnerQueue : global::CmqContracts.QueueClient<global::Places.@class.Self.Middle.Inner>

// Places.class.Structure.g.cs
namespace Places.@class;
partial record struct Structure : global::CmqContracts.IQueueMessage<global::Places.@class.Structure>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Places.@class.Structure>
internal sealed class StructureQueue : global::CmqContracts.QueueClient<global::Places.@class.Structure>

// Places.class.abstract.g.cs
namespace Places.@class;
partial record @abstract : global::CmqContracts.IQueueMessage<global::Places.@class.@abstract>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Places.@class.@abstract>
public sealed class abstractQueue : global::CmqContracts.QueueClient<global::Places.@class.@abstract>

// Places.class.record.g.cs
namespace Places.@class;
partial record @record : global::CmqContracts.IQueueMessage<global::Places.@class.@record>, global::CmqContracts.ITopicMessage<global::Places.@class.@record>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Places.@class.@record>
public sealed class recordQueue : global::CmqContracts.QueueClient<global::Places.@class.@record>
public sealed class recordTopic : global::CmqContracts.TopicClient<global::Places.@class.@record>

// Warned.BindsPart.g.cs
#pragma warning disable EXP2
namespace Warned;
partial class BindsPart : global::CmqContracts.IQueueMessage<global::Warned.Part>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Warned.Part>

// Warned.BindsTriedRoot.g.cs
#pragma warning disable EXP17
namespace Warned;
partial class BindsTriedRoot : global::CmqContracts.IQueueMessage<global::Warned.TriedRoot>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Warned.TriedRoot>

// Warned.Collections.g.cs
#pragma warning disable EXP6, EXP7
namespace Warned;
partial record Collections : global::CmqContracts.IQueueMessage<global::Warned.Collections>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Warned.Collections>
public sealed class CollectionsQueue : global::CmqContracts.QueueClient<global::Warned.Collections>

// Warned.Converted.g.cs
#pragma warning disable EXP8
namespace Warned;
partial class Converted : global::CmqContracts.IQueueMessage<global::Warned.Converted>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Warned.Converted>
public sealed class ConvertedQueue : global::CmqContracts.QueueClient<global::Warned.Converted>

// Warned.ConvertedByOld.g.cs
#pragma warning disable EXP12
namespace Warned;
partial class ConvertedByOld : global::CmqContracts.IQueueMessage<global::Warned.ConvertedByOld>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Warned.ConvertedByOld>
public sealed class ConvertedByOldQueue : global::CmqContracts.QueueClient<global::Warned.ConvertedByOld>

// Warned.ConvertedMark.g.cs
#pragma warning disable EXP13
namespace Warned;
partial class ConvertedMark : global::CmqContracts.IQueueMessage<global::Warned.ConvertedMark>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Warned.ConvertedMark>
public sealed class ConvertedMarkQueue : global::CmqContracts.QueueClient<global::Warned.ConvertedMark>

// Warned.Derived.g.cs
#pragma warning disable OLD11
namespace Warned;
partial class Derived : global::CmqContracts.IQueueMessage<global::Warned.Derived>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Warned.Derived>
public sealed class DerivedQueue : global::CmqContracts.QueueClient<global::Warned.Derived>

// Warned.Enums.g.cs
#pragma warning disable EXP5
namespace Warned;
partial record Enums : global::CmqContracts.IQueueMessage<global::Warned.Enums>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Warned.Enums>
public sealed class EnumsQueue : global::CmqContracts.QueueClient<global::Warned.Enums>

// Warned.HoldsMembers.g.cs
#pragma warning disable EXP4, OLD10, OLD4, OLD5, OLD6, OLD7
namespace Warned;
partial record HoldsMembers : global::CmqContracts.IQueueMessage<global::Warned.HoldsMembers>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Warned.HoldsMembers>
public sealed class HoldsMembersQueue : global::CmqContracts.QueueClient<global::Warned.HoldsMembers>

// Warned.InContext.g.cs
#pragma warning disable EXP14
namespace Warned;
partial record InContext : global::CmqContracts.IQueueMessage<global::Warned.InContext>
    private static class CmqCodec
public sealed class InContextQueue : global::CmqContracts.QueueClient<global::Warned.InContext>

// Warned.Inners.g.cs
#pragma warning disable EXP10
namespace Warned;
partial record Inners : global::CmqContracts.IQueueMessage<global::Warned.Inners>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Warned.Inners>
public sealed class InnersQueue : global::CmqContracts.QueueClient<global::Warned.Inners>

// Warned.NamedEnums.g.cs
#pragma warning disable EXP11
namespace Warned;
partial record NamedEnums : global::CmqContracts.IQueueMessage<global::Warned.NamedEnums>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Warned.NamedEnums>
public sealed class NamedEnumsQueue : global::CmqContracts.QueueClient<global::Warned.NamedEnums>

// Warned.NamedKeys.g.cs
#pragma warning disable EXP11
namespace Warned;
partial record NamedKeys : global::CmqContracts.IQueueMessage<global::Warned.NamedKeys>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Warned.NamedKeys>
public sealed class NamedKeysQueue : global::CmqContracts.QueueClient<global::Warned.NamedKeys>

// Warned.Odds.g.cs
namespace Warned;
partial record Odds : global::CmqContracts.IQueueMessage<global::Warned.Odds>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Warned.Odds>
public sealed class OddsQueue : global::CmqContracts.QueueClient<global::Warned.Odds>

// Warned.OfKind.g.cs
#pragma warning disable EXP5
namespace Warned;
partial record OfKind : global::CmqContracts.IQueueMessage<global::Warned.OfKind>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Warned.OfKind>
public sealed class OfKindQueue : global::CmqContracts.QueueClient<global::Warned.OfKind>

// Warned.OfTriedBase.g.cs
#pragma warning disable EXP16
namespace Warned;
partial class OfTriedBase : global::CmqContracts.IQueueMessage<global::Warned.OfTriedBase>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Warned.OfTriedBase>
public sealed class OfTriedBaseQueue : global::CmqContracts.QueueClient<global::Warned.OfTriedBase>

// Warned.OwnMap.g.cs
#pragma warning disable EXP5
namespace Warned;
partial record OwnMap : global::CmqContracts.IQueueMessage<global::Warned.OwnMap>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Warned.OwnMap>
public sealed class OwnMapQueue : global::CmqContracts.QueueClient<global::Warned.OwnMap>

// Warned.Parts.g.cs
#pragma warning disable EXP2
namespace Warned;
partial record Parts : global::CmqContracts.IQueueMessage<global::Warned.Parts>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Warned.Parts>
public sealed class PartsQueue : global::CmqContracts.QueueClient<global::Warned.Parts>

// Warned.PhantomParts.g.cs
#pragma warning disable EXP13
namespace Warned;
partial record PhantomParts : global::CmqContracts.IQueueMessage<global::Warned.PhantomParts>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Warned.PhantomParts>
public sealed class PhantomPartsQueue : global::CmqContracts.QueueClient<global::Warned.PhantomParts>

// Warned.Phantoms.g.cs
#pragma warning disable EXP13
namespace Warned;
partial record Phantoms : global::CmqContracts.IQueueMessage<global::Warned.Phantoms>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Warned.Phantoms>
public sealed class PhantomsQueue : global::CmqContracts.QueueClient<global::Warned.Phantoms>

// Warned.Roots.g.cs
#pragma warning disable EXP9
namespace Warned;
partial record Roots : global::CmqContracts.IQueueMessage<global::Warned.Roots>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Warned.Roots>
public sealed class RootsQueue : global::CmqContracts.QueueClient<global::Warned.Roots>

// Warned.Tried.g.cs
#pragma warning disable EXP1
namespace Warned;
partial record Tried : global::CmqContracts.IQueueMessage<global::Warned.Tried>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Warned.Tried>
public sealed class TriedQueue : global::CmqContracts.QueueClient<global::Warned.Tried>

// Warned.TriedBinding.g.cs
#pragma warning disable EXP15
namespace Warned;
partial class TriedBinding : global::CmqContracts.IQueueMessage<global::Warned.Quiet>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Warned.Quiet>

