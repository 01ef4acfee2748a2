// Bound.AbstractBinding.g.cs
namespace Bound;
partial class AbstractBinding : global::CmqContracts.IQueueMessage<global::Bound.Own>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Bound.Own>

// Bound.CollectionBinding.g.cs
namespace Bound;
partial class CollectionBinding : global::CmqContracts.IQueueMessage<global::Bound.Own>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Bound.Own>

// Bound.OfAbstract.g.cs
namespace Bound;
partial class OfAbstract : global::CmqContracts.IQueueMessage<global::Bound.Abstract>

// Bound.OfArray.g.cs
namespace Bound;
partial class OfArray : global::CmqContracts.IQueueMessage<global::Bound.Own[]>

// Bound.OfCollection.g.cs
namespace Bound;
partial class OfCollection : global::CmqContracts.IQueueMessage<global::Bound.Numbers>

// Bound.OfConvertedEnum.g.cs
namespace Bound;
partial class OfConvertedEnum : global::CmqContracts.IQueueMessage<global::Collections.Letter>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Collections.Letter>

// Bound.OfDelegate.g.cs
namespace Bound;
partial class OfDelegate : global::CmqContracts.IQueueMessage<global::Bound.Call>

// Bound.OfDictionary.g.cs
namespace Bound;
partial class OfDictionary : global::CmqContracts.IQueueMessage<global::System.Collections.Generic.Dictionary<string, int>>

// Bound.OfEnum.g.cs
namespace Bound;
partial class OfEnum : global::CmqContracts.IQueueMessage<global::Bound.Letters>

// Bound.OfFaults.g.cs
namespace Bound;
partial class OfFaults : global::CmqContracts.IQueueMessage<global::Their.Faults>

// Bound.OfGoneByOld.g.cs
namespace Bound;
partial class OfGoneByOld : global::CmqContracts.IQueueMessage<global::Bound.Gone>
    [global::System.Obsolete] // So that it may use what is obsolete with an error and is still on the wire.
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Bound.Gone>

// Bound.OfHolder.g.cs
namespace Bound;
partial class OfHolder : global::CmqContracts.IQueueMessage<global::Their.Holder>

// Bound.OfInterface.g.cs
namespace Bound;
partial class OfInterface : global::CmqContracts.IQueueMessage<global::Bound.IAny>

// Bound.OfJsonNode.g.cs
namespace Bound;
partial class OfJsonNode : global::CmqContracts.IQueueMessage<global::System.Text.Json.Nodes.JsonNode>

// Bound.OfPair.g.cs
namespace Bound;
partial class OfPair : global::CmqContracts.IQueueMessage<global::System.Collections.Generic.KeyValuePair<string, int>>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::System.Collections.Generic.KeyValuePair<string, int>>

// Bound.OfPolymorphic.g.cs
namespace Bound;
partial class OfPolymorphic : global::CmqContracts.IQueueMessage<global::Polymorphic.Kinds>

// Bound.OfString.g.cs
namespace Bound;
partial class OfString : global::CmqContracts.IQueueMessage<string>

// Bound.OfTuple.g.cs
namespace Bound;
partial class OfTuple : global::CmqContracts.IQueueMessage<(int, string)>

// Bound.Qualified.g.cs
namespace Bound;
partial class Qualified : global::CmqContracts.ITopicMessage<global::Bound.IAny>

// Clients.Free.g.cs
namespace Clients;
partial record Free : global::CmqContracts.IQueueMessage<global::Clients.Free>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Clients.Free>
public sealed class FreeQueue : global::CmqContracts.QueueClient<global::Clients.Free>

// Clients.HolderQueue+Holder.g.cs
namespace Clients;
partial class HolderQueue
    partial record Holder : global::CmqContracts.IQueueMessage<global::Clients.HolderQueue.Holder>

// Clients.Library.g.cs
namespace Clients;
partial record Library : global::CmqContracts.IQueueMessage<global::Clients.Library>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Clients.Library>
public sealed class LibraryQueue : global::CmqContracts.QueueClient<global::Clients.Library>

// Clients.Members+Member.g.cs
namespace Clients;
partial class Members
    partial record Member : global::CmqContracts.IQueueMessage<global::Clients.Members.Member>, global::CmqContracts.ITopicMessage<global::Clients.Members.Member>

// Clients.MembersDerived+Generic.g.cs
namespace Clients;
partial class MembersDerived
    partial record Generic : global::CmqContracts.IQueueMessage<global::Clients.MembersDerived.Generic>
        private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Clients.MembersDerived.Generic>
    public sealed class GenericQueue : global::CmqContracts.QueueClient<global::Clients.MembersDerived.Generic>

// Clients.MembersDerived+Hidden.g.cs
namespace Clients;
partial class MembersDerived
    partial record Hidden : global::CmqContracts.IQueueMessage<global::Clients.MembersDerived.Hidden>
        private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Clients.MembersDerived.Hidden>
    public sealed class HiddenQueue : global::CmqContracts.QueueClient<global::Clients.MembersDerived.Hidden>

// Clients.MembersDerived+Seen.g.cs
namespace Clients;
partial class MembersDerived
    partial record Seen : global::CmqContracts.ITopicMessage<global::Clients.MembersDerived.Seen>

// Clients.OfLibrary+Far.g.cs
namespace Clients;
partial class OfLibrary
    partial record Far : global::CmqContracts.IQueueMessage<global::Clients.OfLibrary.Far>

// Clients.OtherTool.g.cs
namespace Clients;
partial record OtherTool : global::CmqContracts.IQueueMessage<global::Clients.OtherTool>

// Clients.Sealed+Both.g.cs
namespace Clients;
partial class Sealed
    partial record Both : global::CmqContracts.IQueueMessage<global::Clients.Sealed.Both>
        private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Clients.Sealed.Both>
    internal sealed class BothQueue : global::CmqContracts.QueueClient<global::Clients.Sealed.Both>

// Clients.Sealed+Narrow.g.cs
namespace Clients;
partial class Sealed
    partial record Narrow : global::CmqContracts.IQueueMessage<global::Clients.Sealed.Narrow>
        private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Clients.Sealed.Narrow>
    private sealed class NarrowQueue : global::CmqContracts.QueueClient<global::Clients.Sealed.Narrow>

// Clients.Sealed+Protected.g.cs
namespace Clients;
partial class Sealed
    partial record Protected : global::CmqContracts.IQueueMessage<global::Clients.Sealed.Protected>
        private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Clients.Sealed.Protected>
    private sealed class ProtectedQueue : global::CmqContracts.QueueClient<global::Clients.Sealed.Protected>

// Clients.Space.g.cs
namespace Clients;
partial record Space : global::CmqContracts.IQueueMessage<global::Clients.Space>, global::CmqContracts.ITopicMessage<global::Clients.Space>
public sealed class SpaceQueue : global::CmqContracts.QueueClient<global::Clients.Space>

// Clients.Taken.g.cs
namespace Clients;
partial record Taken : global::CmqContracts.IQueueMessage<global::Clients.Taken>, global::CmqContracts.ITopicMessage<global::Clients.Taken>

// CmqContracts.AddContracts.g.cs
namespace CmqContracts.Generated
    internal static class SampleContracts
            builder.AddQueue<global::Clients.Free>();
            builder.AddQueue<global::Clients.HolderQueue.Holder>();
            builder.AddQueue<global::Clients.Library>();
            builder.AddQueue<global::Clients.Members.Member>();
            builder.AddTopic<global::Clients.Members.Member>();
            builder.AddQueue<global::Clients.MembersDerived.Generic>();
            builder.AddQueue<global::Clients.MembersDerived.Hidden>();
            builder.AddTopic<global::Clients.MembersDerived.Seen>();
            builder.AddQueue<global::Clients.OfLibrary.Far>();
            builder.AddQueue<global::Clients.OtherTool>();
            builder.AddQueue<global::Clients.Sealed.Both>();
            builder.AddQueue<global::Clients.Space>();
            builder.AddTopic<global::Clients.Space>();
            builder.AddQueue<global::Clients.Taken>();
            builder.AddTopic<global::Clients.Taken>();
            builder.AddQueue<global::Collections.Keys>();
            builder.AddQueue<global::Collections.OfFramework>();
            builder.AddQueue<global::Collections.Own>();
            builder.AddQueue<global::Conflicts.AllThree>();
            builder.AddTopic<global::Conflicts.AllThree>();
            builder.AddQueue<global::Conflicts.QueueAndBinding>();
            builder.AddQueue<global::Conflicts.QueueAndTopicBinding>();
            builder.AddTopic<global::Conflicts.TopicAndQueueBinding>();
            builder.AddTopic<global::Conflicts.TopicAndSubscription>();
            builder.AddQueue<global::Conflicts.Twice>();
            builder.AddQueue<global::Constrained.Arrays>();
            builder.AddQueue<global::Constrained.Bounds>();
            builder.AddQueue<global::Constrained.BrokenBase>();
            builder.AddQueue<global::Constrained.Nested>();
            builder.AddQueue<global::Constrained.NoBase>();
            builder.AddQueue<global::Constrained.NoBaseClass>();
            builder.AddQueue<global::Constrained.NoBounds>();
            builder.AddQueue<global::Constrained.NoClass>();
            builder.AddQueue<global::Constrained.NoClassToCreate>();
            builder.AddQueue<global::Constrained.NoConstructor>();
            builder.AddQueue<global::Constrained.NoDerived>();
            builder.AddQueue<global::Constrained.NoInterface>();
            builder.AddQueue<global::Constrained.NoNullable>();
            builder.AddQueue<global::Constrained.NoOther>();
            builder.AddQueue<global::Constrained.NoStruct>();
            builder.AddQueue<global::Constrained.NoUnmanaged>();
            builder.AddQueue<global::Constrained.OfPointers>();
            builder.AddQueue<global::Constrained.OfSpans>();
            builder.AddQueue<global::Constrained.OfVoids>();
            builder.AddQueue<global::Constrained.Right>();
            builder.AddQueue<global::Constrained.Wrong>();
            builder.AddQueue<global::Constructed.ByParameter>();
            builder.AddQueue<global::Constructed.Cased>();
            builder.AddQueue<global::Constructed.Generics>();
            builder.AddQueue<global::Constructed.HoldsProtected>();
            builder.AddQueue<global::Constructed.HoldsThem>();
            builder.AddQueue<global::Constructed.NonePublic>();
            builder.AddQueue<global::Constructed.Required>();
            builder.AddQueue<global::Constructed.RequiredDerived>();
            builder.AddQueue<global::Constructed.Satisfied>();
            builder.AddQueue<global::Constructed.ThreeMarked>();
            builder.AddQueue<global::Constructed.TwoPublic>();
            builder.AddQueue<global::Constructed.Unbound>();
            builder.AddQueue<global::Constructed.UnboundMissing>();
            builder.AddQueue<global::Contexts.Around.Seen>();
            builder.AddQueue<global::Contexts.MissingContext>();
            builder.AddQueue<global::Contexts.NoneAtAll>();
            builder.AddQueue<global::Contexts.NotDerived>();
            builder.AddQueue<global::Contexts.NotInIt>();
            builder.AddQueue<global::Contexts.NotOfJson>();
            builder.AddQueue<global::Contexts.OfAlias>();
            builder.AddQueue<global::Contexts.OfBoth>();
            builder.AddTopic<global::Contexts.OfBoth>();
            builder.AddQueue<global::Contexts.OfLocalContext>();
            builder.AddQueue<global::Contexts.OfOpenContext>();
            builder.AddQueue<global::Contexts.OfTopic>();
            builder.AddTopic<global::Contexts.OfTopic>();
            builder.AddQueue<global::Converted.ByLocal>();
            builder.AddQueue<global::Converted.ByOpen>();
            builder.AddQueue<global::Converted.HoldsLocal>();
            builder.AddQueue<global::Converted.HoldsPage>();
            builder.AddQueue<global::Converted.Members>();
            builder.AddQueue<global::Converted.Message>();
            builder.AddQueue<global::Converted.NumbersOfAliased>();
            builder.AddQueue<global::Converted.OfAliased>();
            builder.AddQueue<global::Converted.OfLocal>();
            builder.AddQueue<global::Converted.OfUnmet>();
            builder.AddQueue<global::Converted.Tuples>();
            builder.AddQueue<global::Converted.Types>();
            builder.AddQueue<global::Declared.Abstract>();
            builder.AddQueue<global::Declared.AbstractWithConverter>();
            builder.AddQueue<global::Declared.ConvertedItems>();
            builder.AddQueue<global::Declared.Items>();
            builder.AddQueue<global::Declared.OfBase>();
            builder.AddQueue<global::Declared.Tree>();
            builder.AddQueue<global::Enums.Keys>();
            builder.AddQueue<global::Enums.Names>();
            builder.AddQueue<global::Held.Endless>();
            builder.AddQueue<global::Held.Objects>();
            builder.AddQueue<global::Held.OfMissing>();
            builder.AddQueue<global::Held.OfNear>();
            builder.AddQueue<global::Held.Spans>();
            builder.AddQueue<global::Held.Unreached>();
            builder.AddQueue<global::Held.Unsupported>();
            builder.AddQueue<global::Members.Attributes>();
            builder.AddQueue<global::Members.BeingTyped>();
            builder.AddQueue<global::Members.Doubled>();
            builder.AddQueue<global::Members.Extra>();
            builder.AddQueue<global::Members.ExtraKinds>();
            builder.AddQueue<global::Members.ExtraOfParameter>();
            builder.AddQueue<global::Members.ExtraOnly>();
            builder.AddQueue<global::Members.ExtraRefused>();
            builder.AddQueue<global::Members.ExtraSet>();
            builder.AddQueue<global::Members.ExtraSkipped>();
            builder.AddQueue<global::Members.Extras>();
            builder.AddQueue<global::Members.Hides>();
            builder.AddQueue<global::Members.HidesFar>();
            builder.AddQueue<global::Members.HoldsAttributes>();
            builder.AddQueue<global::Members.NamedDerived>();
            builder.AddQueue<global::Members.Names>();
            builder.AddQueue<global::Members.OfUnsuffixed>();
            builder.AddQueue<global::Members.PopulatedMessage>();
            builder.AddQueue<global::Members.Twofold>();
            builder.AddQueue<global::Members.Unreachable>();
            builder.AddQueue<global::Members.Unread>();
            builder.AddQueue<global::Members.UnreadButWrong>();
            builder.AddQueue<global::Polymorphic.Discriminators>();
            builder.AddQueue<global::Polymorphic.Held>();
            builder.AddQueue<global::Polymorphic.HoldsLocal>();
            builder.AddQueue<global::Polymorphic.Message>();
            builder.AddQueue<global::Subscribed.EmptyName>();
            builder.AddQueue<global::Subscribed.MissingName>();
            builder.AddQueue<global::Subscribed.MissingSeconds>();
            builder.AddQueue<global::Subscribed.MissingTag>();
            builder.AddQueue<global::Subscribed.NoTags>();
            builder.AddQueue<global::Subscribed.NullName>();
            builder.AddQueue<global::Subscribed.NullSubscription>();
            builder.AddTopic<global::Subscribed.NullTopic>();
            builder.AddQueue<global::Subscribed.Odd>();
            builder.AddQueue<global::Bound.Own, global::Bound.AbstractBinding>();
            builder.AddQueue<global::Bound.Own, global::Bound.CollectionBinding>();
            builder.AddQueue<global::Bound.Abstract, global::Bound.OfAbstract>();
            builder.AddQueue<global::Bound.Own[], global::Bound.OfArray>();
            builder.AddQueue<global::Bound.Numbers, global::Bound.OfCollection>();
            builder.AddQueue<global::Collections.Letter, global::Bound.OfConvertedEnum>();
            builder.AddQueue<global::Bound.Call, global::Bound.OfDelegate>();
            builder.AddQueue<global::System.Collections.Generic.Dictionary<string, int>, global::Bound.OfDictionary>();
            builder.AddQueue<global::Bound.Letters, global::Bound.OfEnum>();
            builder.AddQueue<global::Their.Faults, global::Bound.OfFaults>();
            builder.AddQueue<global::Their.Holder, global::Bound.OfHolder>();
            builder.AddQueue<global::Bound.IAny, global::Bound.OfInterface>();
            builder.AddQueue<global::System.Text.Json.Nodes.JsonNode, global::Bound.OfJsonNode>();
            builder.AddQueue<global::System.Collections.Generic.KeyValuePair<string, int>, global::Bound.OfPair>();
            builder.AddQueue<global::Polymorphic.Kinds, global::Bound.OfPolymorphic>();
            builder.AddQueue<string, global::Bound.OfString>();
            builder.AddQueue<(int, string), global::Bound.OfTuple>();
            builder.AddTopic<global::Bound.IAny, global::Bound.Qualified>();
            builder.AddQueue<global::Conflicts.Mail, global::Conflicts.BindsOne>();
            builder.AddTopic<global::Conflicts.Mail, global::Conflicts.BindsOne>();
            builder.AddQueue<global::Conflicts.Mail, global::Conflicts.BindsTwo>();
            builder.AddQueue<global::Contexts.Other, global::Contexts.BoundOther>();

// Collections.Keys.g.cs
namespace Collections;
partial class Keys : global::CmqContracts.IQueueMessage<global::Collections.Keys>
public sealed class KeysQueue : global::CmqContracts.QueueClient<global::Collections.Keys>

// Collections.OfFramework.g.cs
namespace Collections;
partial record OfFramework : global::CmqContracts.IQueueMessage<global::Collections.OfFramework>
public sealed class OfFrameworkQueue : global::CmqContracts.QueueClient<global::Collections.OfFramework>

// Collections.Own.g.cs
namespace Collections;
partial record Own : global::CmqContracts.IQueueMessage<global::Collections.Own>
public sealed class OwnQueue : global::CmqContracts.QueueClient<global::Collections.Own>

// Conflicts.AllThree.g.cs
namespace Conflicts;
partial record AllThree : global::CmqContracts.IQueueMessage<global::Conflicts.AllThree>, global::CmqContracts.ITopicMessage<global::Conflicts.AllThree>
public sealed class AllThreeQueue : global::CmqContracts.QueueClient<global::Conflicts.AllThree>
public sealed class AllThreeTopic : global::CmqContracts.TopicClient<global::Conflicts.AllThree>

// Conflicts.BindsOne.g.cs
namespace Conflicts;
partial class BindsOne : global::CmqContracts.IQueueMessage<global::Conflicts.Mail>, global::CmqContracts.ITopicMessage<global::Conflicts.Mail>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Conflicts.Mail>

// Conflicts.BindsTwo.g.cs
namespace Conflicts;
partial class BindsTwo : global::CmqContracts.IQueueMessage<global::Conflicts.Mail>

// Conflicts.QueueAndBinding.g.cs
namespace Conflicts;
partial record QueueAndBinding : global::CmqContracts.IQueueMessage<global::Conflicts.QueueAndBinding>
public sealed class QueueAndBindingQueue : global::CmqContracts.QueueClient<global::Conflicts.QueueAndBinding>

// Conflicts.QueueAndTopicBinding.g.cs
namespace Conflicts;
partial record QueueAndTopicBinding : global::CmqContracts.IQueueMessage<global::Conflicts.QueueAndTopicBinding>
public sealed class QueueAndTopicBindingQueue : global::CmqContracts.QueueClient<global::Conflicts.QueueAndTopicBinding>

// Conflicts.TopicAndQueueBinding.g.cs
namespace Conflicts;
partial record TopicAndQueueBinding : global::CmqContracts.ITopicMessage<global::Conflicts.TopicAndQueueBinding>
public sealed class TopicAndQueueBindingTopic : global::CmqContracts.TopicClient<global::Conflicts.TopicAndQueueBinding>

// Conflicts.TopicAndSubscription.g.cs
namespace Conflicts;
partial record TopicAndSubscription : global::CmqContracts.ITopicMessage<global::Conflicts.TopicAndSubscription>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Conflicts.TopicAndSubscription>
public sealed class TopicAndSubscriptionTopic : global::CmqContracts.TopicClient<global::Conflicts.TopicAndSubscription>

// Conflicts.Twice.g.cs
namespace Conflicts;
partial record Twice : global::CmqContracts.IQueueMessage<global::Conflicts.Twice>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Conflicts.Twice>
public sealed class TwiceQueue : global::CmqContracts.QueueClient<global::Conflicts.Twice>

// Constrained.Arrays.g.cs
namespace Constrained;
partial class Arrays : global::CmqContracts.IQueueMessage<global::Constrained.Arrays>
public sealed class ArraysQueue : global::CmqContracts.QueueClient<global::Constrained.Arrays>

// Constrained.Bounds.g.cs
namespace Constrained;
partial record Bounds : global::CmqContracts.IQueueMessage<global::Constrained.Bounds>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Constrained.Bounds>
public sealed class BoundsQueue : global::CmqContracts.QueueClient<global::Constrained.Bounds>

// Constrained.BrokenBase.g.cs
namespace Constrained;
partial class BrokenBase : global::CmqContracts.IQueueMessage<global::Constrained.BrokenBase>
public sealed class BrokenBaseQueue : global::CmqContracts.QueueClient<global::Constrained.BrokenBase>

// Constrained.Nested.g.cs
namespace Constrained;
partial class Nested : global::CmqContracts.IQueueMessage<global::Constrained.Nested>
public sealed class NestedQueue : global::CmqContracts.QueueClient<global::Constrained.Nested>

// Constrained.NoBase.g.cs
namespace Constrained;
partial class NoBase : global::CmqContracts.IQueueMessage<global::Constrained.NoBase>
public sealed class NoBaseQueue : global::CmqContracts.QueueClient<global::Constrained.NoBase>

// Constrained.NoBaseClass.g.cs
namespace Constrained;
partial class NoBaseClass : global::CmqContracts.IQueueMessage<global::Constrained.NoBaseClass>
public sealed class NoBaseClassQueue : global::CmqContracts.QueueClient<global::Constrained.NoBaseClass>

// Constrained.NoBounds.g.cs
namespace Constrained;
partial record NoBounds : global::CmqContracts.IQueueMessage<global::Constrained.NoBounds>
public sealed class NoBoundsQueue : global::CmqContracts.QueueClient<global::Constrained.NoBounds>

// Constrained.NoClass.g.cs
namespace Constrained;
partial class NoClass : global::CmqContracts.IQueueMessage<global::Constrained.NoClass>
public sealed class NoClassQueue : global::CmqContracts.QueueClient<global::Constrained.NoClass>

// Constrained.NoClassToCreate.g.cs
namespace Constrained;
partial class NoClassToCreate : global::CmqContracts.IQueueMessage<global::Constrained.NoClassToCreate>
public sealed class NoClassToCreateQueue : global::CmqContracts.QueueClient<global::Constrained.NoClassToCreate>

// Constrained.NoConstructor.g.cs
namespace Constrained;
partial class NoConstructor : global::CmqContracts.IQueueMessage<global::Constrained.NoConstructor>
public sealed class NoConstructorQueue : global::CmqContracts.QueueClient<global::Constrained.NoConstructor>

// Constrained.NoDerived.g.cs
namespace Constrained;
partial class NoDerived : global::CmqContracts.IQueueMessage<global::Constrained.NoDerived>
public sealed class NoDerivedQueue : global::CmqContracts.QueueClient<global::Constrained.NoDerived>

// Constrained.NoInterface.g.cs
namespace Constrained;
partial class NoInterface : global::CmqContracts.IQueueMessage<global::Constrained.NoInterface>
public sealed class NoInterfaceQueue : global::CmqContracts.QueueClient<global::Constrained.NoInterface>

// Constrained.NoNullable.g.cs
namespace Constrained;
partial class NoNullable : global::CmqContracts.IQueueMessage<global::Constrained.NoNullable>
public sealed class NoNullableQueue : global::CmqContracts.QueueClient<global::Constrained.NoNullable>

// Constrained.NoOther.g.cs
namespace Constrained;
partial class NoOther : global::CmqContracts.IQueueMessage<global::Constrained.NoOther>
public sealed class NoOtherQueue : global::CmqContracts.QueueClient<global::Constrained.NoOther>

// Constrained.NoStruct.g.cs
namespace Constrained;
partial class NoStruct : global::CmqContracts.IQueueMessage<global::Constrained.NoStruct>
public sealed class NoStructQueue : global::CmqContracts.QueueClient<global::Constrained.NoStruct>

// Constrained.NoUnmanaged.g.cs
namespace Constrained;
partial class NoUnmanaged : global::CmqContracts.IQueueMessage<global::Constrained.NoUnmanaged>
public sealed class NoUnmanagedQueue : global::CmqContracts.QueueClient<global::Constrained.NoUnmanaged>

// Constrained.OfPointers.g.cs
namespace Constrained;
partial class OfPointers : global::CmqContracts.IQueueMessage<global::Constrained.OfPointers>
public sealed class OfPointersQueue : global::CmqContracts.QueueClient<global::Constrained.OfPointers>

// Constrained.OfSpans.g.cs
namespace Constrained;
partial class OfSpans : global::CmqContracts.IQueueMessage<global::Constrained.OfSpans>
public sealed class OfSpansQueue : global::CmqContracts.QueueClient<global::Constrained.OfSpans>

// Constrained.OfVoids.g.cs
namespace Constrained;
partial class OfVoids : global::CmqContracts.IQueueMessage<global::Constrained.OfVoids>
public sealed class OfVoidsQueue : global::CmqContracts.QueueClient<global::Constrained.OfVoids>

// Constrained.Right.g.cs
namespace Constrained;
partial record Right : global::CmqContracts.IQueueMessage<global::Constrained.Right>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Constrained.Right>
public sealed class RightQueue : global::CmqContracts.QueueClient<global::Constrained.Right>

// Constrained.Wrong.g.cs
namespace Constrained;
partial class Wrong : global::CmqContracts.IQueueMessage<global::Constrained.Wrong>
public sealed class WrongQueue : global::CmqContracts.QueueClient<global::Constrained.Wrong>

// Constructed.ByParameter.g.cs
namespace Constructed;
partial class ByParameter : global::CmqContracts.IQueueMessage<global::Constructed.ByParameter>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Constructed.ByParameter>
public sealed class ByParameterQueue : global::CmqContracts.QueueClient<global::Constructed.ByParameter>

// Constructed.Cased.g.cs
namespace Constructed;
partial record Cased : global::CmqContracts.IQueueMessage<global::Constructed.Cased>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Constructed.Cased>
public sealed class CasedQueue : global::CmqContracts.QueueClient<global::Constructed.Cased>

// Constructed.Generics.g.cs
namespace Constructed;
partial record Generics : global::CmqContracts.IQueueMessage<global::Constructed.Generics>
public sealed class GenericsQueue : global::CmqContracts.QueueClient<global::Constructed.Generics>

// Constructed.HoldsProtected.g.cs
namespace Constructed;
partial record HoldsProtected : global::CmqContracts.IQueueMessage<global::Constructed.HoldsProtected>
public sealed class HoldsProtectedQueue : global::CmqContracts.QueueClient<global::Constructed.HoldsProtected>

// Constructed.HoldsThem.g.cs
namespace Constructed;
partial record HoldsThem : global::CmqContracts.IQueueMessage<global::Constructed.HoldsThem>
public sealed class HoldsThemQueue : global::CmqContracts.QueueClient<global::Constructed.HoldsThem>

// Constructed.NonePublic.g.cs
namespace Constructed;
partial class NonePublic : global::CmqContracts.IQueueMessage<global::Constructed.NonePublic>
public sealed class NonePublicQueue : global::CmqContracts.QueueClient<global::Constructed.NonePublic>

// Constructed.Required.g.cs
namespace Constructed;
partial class Required : global::CmqContracts.IQueueMessage<global::Constructed.Required>
public sealed class RequiredQueue : global::CmqContracts.QueueClient<global::Constructed.Required>

// Constructed.RequiredDerived.g.cs
namespace Constructed;
partial class RequiredDerived : global::CmqContracts.IQueueMessage<global::Constructed.RequiredDerived>
public sealed class RequiredDerivedQueue : global::CmqContracts.QueueClient<global::Constructed.RequiredDerived>

// Constructed.Satisfied.g.cs
namespace Constructed;
partial class Satisfied : global::CmqContracts.IQueueMessage<global::Constructed.Satisfied>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Constructed.Satisfied>
public sealed class SatisfiedQueue : global::CmqContracts.QueueClient<global::Constructed.Satisfied>

// Constructed.ThreeMarked.g.cs
namespace Constructed;
partial class ThreeMarked : global::CmqContracts.IQueueMessage<global::Constructed.ThreeMarked>
public sealed class ThreeMarkedQueue : global::CmqContracts.QueueClient<global::Constructed.ThreeMarked>

// Constructed.TwoPublic.g.cs
namespace Constructed;
partial class TwoPublic : global::CmqContracts.IQueueMessage<global::Constructed.TwoPublic>
public sealed class TwoPublicQueue : global::CmqContracts.QueueClient<global::Constructed.TwoPublic>

// Constructed.Unbound.g.cs
namespace Constructed;
partial class Unbound : global::CmqContracts.IQueueMessage<global::Constructed.Unbound>
public sealed class UnboundQueue : global::CmqContracts.QueueClient<global::Constructed.Unbound>

// Constructed.UnboundMissing.g.cs
namespace Constructed;
partial class UnboundMissing : global::CmqContracts.IQueueMessage<global::Constructed.UnboundMissing>
public sealed class UnboundMissingQueue : global::CmqContracts.QueueClient<global::Constructed.UnboundMissing>

// Contexts.Around+Seen.g.cs
namespace Contexts;
partial class Around
    partial record Seen : global::CmqContracts.IQueueMessage<global::Contexts.Around.Seen>
    public sealed class SeenQueue : global::CmqContracts.QueueClient<global::Contexts.Around.Seen>

// Contexts.BoundOther.g.cs
namespace Contexts;
partial class BoundOther : global::CmqContracts.IQueueMessage<global::Contexts.Other>

// Contexts.MissingContext.g.cs
namespace Contexts;
partial record MissingContext : global::CmqContracts.IQueueMessage<global::Contexts.MissingContext>
public sealed class MissingContextQueue : global::CmqContracts.QueueClient<global::Contexts.MissingContext>

// Contexts.NoneAtAll.g.cs
namespace Contexts;
partial record NoneAtAll : global::CmqContracts.IQueueMessage<global::Contexts.NoneAtAll>
public sealed class NoneAtAllQueue : global::CmqContracts.QueueClient<global::Contexts.NoneAtAll>

// Contexts.NotDerived.g.cs
namespace Contexts;
partial record NotDerived : global::CmqContracts.IQueueMessage<global::Contexts.NotDerived>
public sealed class NotDerivedQueue : global::CmqContracts.QueueClient<global::Contexts.NotDerived>

// Contexts.NotInIt.g.cs
namespace Contexts;
partial record NotInIt : global::CmqContracts.IQueueMessage<global::Contexts.NotInIt>
public sealed class NotInItQueue : global::CmqContracts.QueueClient<global::Contexts.NotInIt>

// Contexts.NotOfJson.g.cs
namespace Contexts;
partial record NotOfJson : global::CmqContracts.IQueueMessage<global::Contexts.NotOfJson>
public sealed class NotOfJsonQueue : global::CmqContracts.QueueClient<global::Contexts.NotOfJson>

// Contexts.OfAlias.g.cs
namespace Contexts;
partial record OfAlias : global::CmqContracts.IQueueMessage<global::Contexts.OfAlias>
public sealed class OfAliasQueue : global::CmqContracts.QueueClient<global::Contexts.OfAlias>

// Contexts.OfBoth.g.cs
namespace Contexts;
partial record OfBoth : global::CmqContracts.IQueueMessage<global::Contexts.OfBoth>, global::CmqContracts.ITopicMessage<global::Contexts.OfBoth>
public sealed class OfBothQueue : global::CmqContracts.QueueClient<global::Contexts.OfBoth>
public sealed class OfBothTopic : global::CmqContracts.TopicClient<global::Contexts.OfBoth>

// Contexts.OfLocalContext.g.cs
namespace Contexts;
partial record OfLocalContext : global::CmqContracts.IQueueMessage<global::Contexts.OfLocalContext>
public sealed class OfLocalContextQueue : global::CmqContracts.QueueClient<global::Contexts.OfLocalContext>

// Contexts.OfOpenContext.g.cs
namespace Contexts;
partial record OfOpenContext : global::CmqContracts.IQueueMessage<global::Contexts.OfOpenContext>
public sealed class OfOpenContextQueue : global::CmqContracts.QueueClient<global::Contexts.OfOpenContext>

// Contexts.OfTopic.g.cs
namespace Contexts;
partial record OfTopic : global::CmqContracts.IQueueMessage<global::Contexts.OfTopic>, global::CmqContracts.ITopicMessage<global::Contexts.OfTopic>
public sealed class OfTopicQueue : global::CmqContracts.QueueClient<global::Contexts.OfTopic>
public sealed class OfTopicTopic : global::CmqContracts.TopicClient<global::Contexts.OfTopic>

// Converted.ByLocal.g.cs
namespace Converted;
partial class ByLocal : global::CmqContracts.IQueueMessage<global::Converted.ByLocal>
public sealed class ByLocalQueue : global::CmqContracts.QueueClient<global::Converted.ByLocal>

// Converted.ByOpen.g.cs
namespace Converted;
partial class ByOpen : global::CmqContracts.IQueueMessage<global::Converted.ByOpen>
public sealed class ByOpenQueue : global::CmqContracts.QueueClient<global::Converted.ByOpen>

// Converted.HoldsLocal.g.cs
namespace Converted;
partial class HoldsLocal : global::CmqContracts.IQueueMessage<global::Converted.HoldsLocal>
public sealed class HoldsLocalQueue : global::CmqContracts.QueueClient<global::Converted.HoldsLocal>

// Converted.HoldsPage.g.cs
namespace Converted;
partial record HoldsPage : global::CmqContracts.IQueueMessage<global::Converted.HoldsPage>
public sealed class HoldsPageQueue : global::CmqContracts.QueueClient<global::Converted.HoldsPage>

// Converted.Members.g.cs
namespace Converted;
partial class Members : global::CmqContracts.IQueueMessage<global::Converted.Members>
public sealed class MembersQueue : global::CmqContracts.QueueClient<global::Converted.Members>

// Converted.Message.g.cs
namespace Converted;
partial record Message : global::CmqContracts.IQueueMessage<global::Converted.Message>
public sealed class MessageQueue : global::CmqContracts.QueueClient<global::Converted.Message>

// Converted.NumbersOfAliased.g.cs
namespace Converted;
partial class NumbersOfAliased : global::CmqContracts.IQueueMessage<global::Converted.NumbersOfAliased>
public sealed class NumbersOfAliasedQueue : global::CmqContracts.QueueClient<global::Converted.NumbersOfAliased>

// Converted.OfAliased.g.cs
namespace Converted;
partial class OfAliased : global::CmqContracts.IQueueMessage<global::Converted.OfAliased>
public sealed class OfAliasedQueue : global::CmqContracts.QueueClient<global::Converted.OfAliased>

// Converted.OfLocal.g.cs
namespace Converted;
partial class OfLocal : global::CmqContracts.IQueueMessage<global::Converted.OfLocal>
public sealed class OfLocalQueue : global::CmqContracts.QueueClient<global::Converted.OfLocal>

// Converted.OfUnmet.g.cs
namespace Converted;
partial class OfUnmet : global::CmqContracts.IQueueMessage<global::Converted.OfUnmet>
public sealed class OfUnmetQueue : global::CmqContracts.QueueClient<global::Converted.OfUnmet>

// Converted.Tuples.g.cs
namespace Converted;
partial class Tuples : global::CmqContracts.IQueueMessage<global::Converted.Tuples>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Converted.Tuples>
public sealed class TuplesQueue : global::CmqContracts.QueueClient<global::Converted.Tuples>

// Converted.Types.g.cs
namespace Converted;
partial record Types : global::CmqContracts.IQueueMessage<global::Converted.Types>
public sealed class TypesQueue : global::CmqContracts.QueueClient<global::Converted.Types>

// Declared.Abstract.g.cs
namespace Declared;
partial record Abstract : global::CmqContracts.IQueueMessage<global::Declared.Abstract>
public sealed class AbstractQueue : global::CmqContracts.QueueClient<global::Declared.Abstract>

// Declared.AbstractAndNotPartial.g.cs
namespace Declared
    public sealed class AbstractAndNotPartialQueue : global::CmqContracts.QueueClient<global::Declared.AbstractAndNotPartial>

// Declared.AbstractWithConverter.g.cs
namespace Declared;
partial class AbstractWithConverter : global::CmqContracts.IQueueMessage<global::Declared.AbstractWithConverter>
public sealed class AbstractWithConverterQueue : global::CmqContracts.QueueClient<global::Declared.AbstractWithConverter>

// Declared.ConvertedItems.g.cs
namespace Declared;
partial class ConvertedItems : global::CmqContracts.IQueueMessage<global::Declared.ConvertedItems>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Declared.ConvertedItems>
public sealed class ConvertedItemsQueue : global::CmqContracts.QueueClient<global::Declared.ConvertedItems>

// Declared.Items.g.cs
namespace Declared;
partial class Items : global::CmqContracts.IQueueMessage<global::Declared.Items>
public sealed class ItemsQueue : global::CmqContracts.QueueClient<global::Declared.Items>

// Declared.ItemsAndNotPartial.g.cs
namespace Declared
    public sealed class ItemsAndNotPartialQueue : global::CmqContracts.QueueClient<global::Declared.ItemsAndNotPartial>

// Declared.NotPartial.g.cs
namespace Declared
    public sealed class NotPartialQueue : global::CmqContracts.QueueClient<global::Declared.NotPartial>

// Declared.NotPartialWithBoth.g.cs
namespace Declared
    public sealed class NotPartialWithBothQueue : global::CmqContracts.QueueClient<global::Declared.NotPartialWithBoth>
    public sealed class NotPartialWithBothTopic : global::CmqContracts.TopicClient<global::Declared.NotPartialWithBoth>

// Declared.OfBase.g.cs
namespace Declared;
partial record OfBase : global::CmqContracts.IQueueMessage<global::Declared.OfBase>
public sealed class OfBaseQueue : global::CmqContracts.QueueClient<global::Declared.OfBase>

// Declared.Tree.g.cs
namespace Declared;
partial record Tree : global::CmqContracts.IQueueMessage<global::Declared.Tree>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Declared.Tree>
public sealed class TreeQueue : global::CmqContracts.QueueClient<global::Declared.Tree>

// Enums.Keys.g.cs
namespace Enums;
partial record Keys : global::CmqContracts.IQueueMessage<global::Enums.Keys>
public sealed class KeysQueue : global::CmqContracts.QueueClient<global::Enums.Keys>

// Enums.Names.g.cs
namespace Enums;
partial record Names : global::CmqContracts.IQueueMessage<global::Enums.Names>
public sealed class NamesQueue : global::CmqContracts.QueueClient<global::Enums.Names>

// Held.Endless.g.cs
namespace Held;
partial record Endless : global::CmqContracts.IQueueMessage<global::Held.Endless>
public sealed class EndlessQueue : global::CmqContracts.QueueClient<global::Held.Endless>

// Held.Objects.g.cs
namespace Held;
partial class Objects : global::CmqContracts.IQueueMessage<global::Held.Objects>
public sealed class ObjectsQueue : global::CmqContracts.QueueClient<global::Held.Objects>

// Held.OfMissing.g.cs
namespace Held;
partial class OfMissing : global::CmqContracts.IQueueMessage<global::Held.OfMissing>
public sealed class OfMissingQueue : global::CmqContracts.QueueClient<global::Held.OfMissing>

// Held.OfNear.g.cs
namespace Held;
partial record OfNear : global::CmqContracts.IQueueMessage<global::Held.OfNear>
public sealed class OfNearQueue : global::CmqContracts.QueueClient<global::Held.OfNear>

// Held.Spans.g.cs
namespace Held;
partial class Spans : global::CmqContracts.IQueueMessage<global::Held.Spans>
public sealed class SpansQueue : global::CmqContracts.QueueClient<global::Held.Spans>

// Held.Unreached.g.cs
namespace Held;
partial class Unreached : global::CmqContracts.IQueueMessage<global::Held.Unreached>
public sealed class UnreachedQueue : global::CmqContracts.QueueClient<global::Held.Unreached>

// Held.Unsupported.g.cs
namespace Held;
partial class Unsupported : global::CmqContracts.IQueueMessage<global::Held.Unsupported>
public sealed class UnsupportedQueue : global::CmqContracts.QueueClient<global::Held.Unsupported>

// Members.Attributes.g.cs
namespace Members;
partial class Attributes : global::CmqContracts.IQueueMessage<global::Members.Attributes>
public sealed class AttributesQueue : global::CmqContracts.QueueClient<global::Members.Attributes>

// Members.BeingTyped.g.cs
namespace Members;
partial class BeingTyped : global::CmqContracts.IQueueMessage<global::Members.BeingTyped>
public sealed class BeingTypedQueue : global::CmqContracts.QueueClient<global::Members.BeingTyped>

// Members.Doubled.g.cs
namespace Members;
partial class Doubled : global::CmqContracts.IQueueMessage<global::Members.Doubled>
public sealed class DoubledQueue : global::CmqContracts.QueueClient<global::Members.Doubled>

// Members.Extra.g.cs
namespace Members;
partial class Extra : global::CmqContracts.IQueueMessage<global::Members.Extra>
public sealed class ExtraQueue : global::CmqContracts.QueueClient<global::Members.Extra>

// Members.ExtraKinds.g.cs
namespace Members;
partial record ExtraKinds : global::CmqContracts.IQueueMessage<global::Members.ExtraKinds>
public sealed class ExtraKindsQueue : global::CmqContracts.QueueClient<global::Members.ExtraKinds>

// Members.ExtraOfParameter.g.cs
namespace Members;
partial record ExtraOfParameter : global::CmqContracts.IQueueMessage<global::Members.ExtraOfParameter>
public sealed class ExtraOfParameterQueue : global::CmqContracts.QueueClient<global::Members.ExtraOfParameter>

// Members.ExtraOnly.g.cs
namespace Members;
partial class ExtraOnly : global::CmqContracts.IQueueMessage<global::Members.ExtraOnly>
public sealed class ExtraOnlyQueue : global::CmqContracts.QueueClient<global::Members.ExtraOnly>

// Members.ExtraRefused.g.cs
namespace Members;
partial class ExtraRefused : global::CmqContracts.IQueueMessage<global::Members.ExtraRefused>
public sealed class ExtraRefusedQueue : global::CmqContracts.QueueClient<global::Members.ExtraRefused>

// Members.ExtraSet.g.cs
namespace Members;
partial class ExtraSet : global::CmqContracts.IQueueMessage<global::Members.ExtraSet>
public sealed class ExtraSetQueue : global::CmqContracts.QueueClient<global::Members.ExtraSet>

// Members.ExtraSkipped.g.cs
namespace Members;
partial class ExtraSkipped : global::CmqContracts.IQueueMessage<global::Members.ExtraSkipped>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Members.ExtraSkipped>
public sealed class ExtraSkippedQueue : global::CmqContracts.QueueClient<global::Members.ExtraSkipped>

// Members.Extras.g.cs
namespace Members;
partial class Extras : global::CmqContracts.IQueueMessage<global::Members.Extras>
public sealed class ExtrasQueue : global::CmqContracts.QueueClient<global::Members.Extras>

// Members.Hides.g.cs
namespace Members;
partial class Hides : global::CmqContracts.IQueueMessage<global::Members.Hides>
public sealed class HidesQueue : global::CmqContracts.QueueClient<global::Members.Hides>

// Members.HidesFar.g.cs
namespace Members;
partial record HidesFar : global::CmqContracts.IQueueMessage<global::Members.HidesFar>
public sealed class HidesFarQueue : global::CmqContracts.QueueClient<global::Members.HidesFar>

// Members.HoldsAttributes.g.cs
namespace Members;
partial record HoldsAttributes : global::CmqContracts.IQueueMessage<global::Members.HoldsAttributes>
public sealed class HoldsAttributesQueue : global::CmqContracts.QueueClient<global::Members.HoldsAttributes>

// Members.NamedDerived.g.cs
namespace Members;
partial class NamedDerived : global::CmqContracts.IQueueMessage<global::Members.NamedDerived>
public sealed class NamedDerivedQueue : global::CmqContracts.QueueClient<global::Members.NamedDerived>

// Members.Names.g.cs
namespace Members;
partial class Names : global::CmqContracts.IQueueMessage<global::Members.Names>
public sealed class NamesQueue : global::CmqContracts.QueueClient<global::Members.Names>

// Members.OfUnsuffixed.g.cs
namespace Members;
partial class OfUnsuffixed : global::CmqContracts.IQueueMessage<global::Members.OfUnsuffixed>
public sealed class OfUnsuffixedQueue : global::CmqContracts.QueueClient<global::Members.OfUnsuffixed>

// Members.PopulatedMessage.g.cs
namespace Members;
partial class PopulatedMessage : global::CmqContracts.IQueueMessage<global::Members.PopulatedMessage>
public sealed class PopulatedMessageQueue : global::CmqContracts.QueueClient<global::Members.PopulatedMessage>

// Members.Twofold.g.cs
namespace Members;
partial class Twofold : global::CmqContracts.IQueueMessage<global::Members.Twofold>
public sealed class TwofoldQueue : global::CmqContracts.QueueClient<global::Members.Twofold>

// Members.Unreachable.g.cs
namespace Members;
partial record Unreachable : global::CmqContracts.IQueueMessage<global::Members.Unreachable>
public sealed class UnreachableQueue : global::CmqContracts.QueueClient<global::Members.Unreachable>

// Members.Unread.g.cs
namespace Members;
partial class Unread : global::CmqContracts.IQueueMessage<global::Members.Unread>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Members.Unread>
public sealed class UnreadQueue : global::CmqContracts.QueueClient<global::Members.Unread>

// Members.UnreadButWrong.g.cs
namespace Members;
partial class UnreadButWrong : global::CmqContracts.IQueueMessage<global::Members.UnreadButWrong>
public sealed class UnreadButWrongQueue : global::CmqContracts.QueueClient<global::Members.UnreadButWrong>

// Polymorphic.Discriminators.g.cs
namespace Polymorphic;
partial record Discriminators : global::CmqContracts.IQueueMessage<global::Polymorphic.Discriminators>
public sealed class DiscriminatorsQueue : global::CmqContracts.QueueClient<global::Polymorphic.Discriminators>

// Polymorphic.Held.g.cs
namespace Polymorphic;
partial record Held : global::CmqContracts.IQueueMessage<global::Polymorphic.Held>
public sealed class HeldQueue : global::CmqContracts.QueueClient<global::Polymorphic.Held>

// Polymorphic.HoldsLocal.g.cs
namespace Polymorphic;
partial record HoldsLocal : global::CmqContracts.IQueueMessage<global::Polymorphic.HoldsLocal>
public sealed class HoldsLocalQueue : global::CmqContracts.QueueClient<global::Polymorphic.HoldsLocal>

// Polymorphic.Message.g.cs
namespace Polymorphic;
partial record Message : global::CmqContracts.IQueueMessage<global::Polymorphic.Message>
public sealed class MessageQueue : global::CmqContracts.QueueClient<global::Polymorphic.Message>

// Subscribed.EmptyName.g.cs
namespace Subscribed;
partial record EmptyName : global::CmqContracts.IQueueMessage<global::Subscribed.EmptyName>
public sealed class EmptyNameQueue : global::CmqContracts.QueueClient<global::Subscribed.EmptyName>

// Subscribed.MissingName.g.cs
namespace Subscribed;
partial record MissingName : global::CmqContracts.IQueueMessage<global::Subscribed.MissingName>
public sealed class MissingNameQueue : global::CmqContracts.QueueClient<global::Subscribed.MissingName>

// Subscribed.MissingSeconds.g.cs
namespace Subscribed;
partial record MissingSeconds : global::CmqContracts.IQueueMessage<global::Subscribed.MissingSeconds>
public sealed class MissingSecondsQueue : global::CmqContracts.QueueClient<global::Subscribed.MissingSeconds>

// Subscribed.MissingTag.g.cs
namespace Subscribed;
partial record MissingTag : global::CmqContracts.IQueueMessage<global::Subscribed.MissingTag>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Subscribed.MissingTag>
public sealed class MissingTagQueue : global::CmqContracts.QueueClient<global::Subscribed.MissingTag>

// Subscribed.NoTags.g.cs
namespace Subscribed;
partial record NoTags : global::CmqContracts.IQueueMessage<global::Subscribed.NoTags>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Subscribed.NoTags>
public sealed class NoTagsQueue : global::CmqContracts.QueueClient<global::Subscribed.NoTags>

// Subscribed.NullName.g.cs
namespace Subscribed;
partial record NullName : global::CmqContracts.IQueueMessage<global::Subscribed.NullName>
public sealed class NullNameQueue : global::CmqContracts.QueueClient<global::Subscribed.NullName>

// Subscribed.NullSubscription.g.cs
namespace Subscribed;
partial record NullSubscription : global::CmqContracts.IQueueMessage<global::Subscribed.NullSubscription>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Subscribed.NullSubscription>
public sealed class NullSubscriptionQueue : global::CmqContracts.QueueClient<global::Subscribed.NullSubscription>

// Subscribed.NullTopic.g.cs
namespace Subscribed;
partial record NullTopic : global::CmqContracts.ITopicMessage<global::Subscribed.NullTopic>
public sealed class NullTopicTopic : global::CmqContracts.TopicClient<global::Subscribed.NullTopic>

// Subscribed.Odd.g.cs
namespace Subscribed;
partial record Odd : global::CmqContracts.IQueueMessage<global::Subscribed.Odd>
    private sealed class CmqCodec : global::CmqContracts.Json.JsonMessageCodec<global::Subscribed.Odd>
public sealed class OddQueue : global::CmqContracts.QueueClient<global::Subscribed.Odd>

