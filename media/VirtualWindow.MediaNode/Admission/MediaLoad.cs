namespace VirtualWindow.MediaNode.Admission;

/// <summary>What the node measured since the last measurement.</summary>
/// <param name="LoopShare">Share of the time that the least busy loop was awake, 0..1: a new room would go there.</param>
/// <param name="CpuShare">Processor time of the process, as a share of what it may use (<see cref="CpuAllowance"/>).</param>
/// <param name="BitsPerSecond">UDP payload in and out.</param>
/// <param name="DropsPerSecond">Datagrams lost at our own sockets: the kernel's receive buffer was full, or it took nothing more to send.</param>
internal readonly record struct MediaLoad(double LoopShare, double CpuShare, double BitsPerSecond, double DropsPerSecond);
