using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("VirtualWindow.MediaNode.Tests")]
[assembly: InternalsVisibleTo("VirtualWindow.Benchmarks")]
