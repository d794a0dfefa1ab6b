using VirtualWindow.Testing.Browser;

[assembly: AssemblyFixture(typeof(ChromiumBrowser))]
// Each scenario starts the real program and browsers: one at a time on two cores.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
