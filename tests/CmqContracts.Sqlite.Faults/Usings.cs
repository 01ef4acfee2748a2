global using CmqContracts.Protocol;
global using CmqContracts.Sqlite.Faults.Kit;
global using CmqContracts.Testing;
global using Xunit.Abstractions;

// Each test loads the machine, and several depend on how far the load gets before the fault.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
