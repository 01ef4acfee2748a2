// Linked as source into the generator, like CmqLimits.cs.
namespace CmqContracts;

/// <summary>Which CMQ a limit belongs to.</summary>
#if CMQ_GENERATORS
internal
#else
public
#endif
enum CmqProfile
{
    /// <summary>The original CMQ, its private deployments, and our own broker unless told otherwise.</summary>
    Classic,

    /// <summary>TDMQ for CMQ, the service that Tencent Cloud runs today.</summary>
    Tdmq,
}
