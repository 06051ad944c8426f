// The tests of processes list all children of this process, so that no other test may start one meanwhile.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
