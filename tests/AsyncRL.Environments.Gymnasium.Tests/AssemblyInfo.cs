// The tests look at the children of their process, so that only one of them may have children at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
