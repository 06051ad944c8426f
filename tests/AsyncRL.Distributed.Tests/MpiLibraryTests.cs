using System.Linq;
using System.Runtime.InteropServices;
using AsyncRL.Core.Options;
using AsyncRL.Distributed.Mpi;

namespace AsyncRL.Distributed.Tests;

public class MpiLibraryTests
{
    [Fact]
    public void The_launchers_family_is_tried_first()
    {
        string[] names = ["libmpi.so.40", "libmpi_abi.so.0", "libmpi.so.12", "libmpich.so.12"];
        Assert.Equal(names, MpiLibrary.Names(isOfMpich: false, null));
        Assert.Equal(names.Reverse(), MpiLibrary.Names(isOfMpich: true, ""));
        Assert.Equal(["/opt/mpi/libmpi.so"], MpiLibrary.Names(isOfMpich: true, "/opt/mpi/libmpi.so"));
    }

    [Fact]
    public void Where_no_library_is_there_the_sentence_names_what_to_install()
    {
        string message = Assert.Throws<InputException>(() => MpiLibrary.Load(["libnothing.so.1", "libnothing.so.2"])).Message;
        if (!OperatingSystem.IsLinux()) return;
        Assert.Contains("libnothing.so.1: ", message, StringComparison.Ordinal);
        Assert.Contains("libnothing.so.2: ", message, StringComparison.Ordinal);
        Assert.EndsWith(
            "; expected Open MPI or MPICH: install the package openmpi-bin or mpich, or name the library in ASYNCRL_MPI_LIBRARY.",
            message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_without_MPI_is_refused()
    {
        if (!OperatingSystem.IsLinux()) return;
        Assert.Equal(
            "libm.so.6 is not an MPI library; expected ASYNCRL_MPI_LIBRARY to name one, for example libmpi.so.40.",
            Assert.Throws<InputException>(() => MpiLibrary.Load(["libm.so.6"])).Message);
    }

    [Theory]
    [InlineData("libmpi_abi.so.0", nameof(MpiFamily.Standard))]
    [InlineData("/opt/lib/libmpi_abi.so.0", nameof(MpiFamily.Standard))]
    [InlineData("/opt/mpi_abi/lib/libmpi.so.12", nameof(MpiFamily.Mpich))]
    public void A_family_is_known_by_the_name_and_the_exports(string name, string expected) =>
        Assert.Equal(expected, $"{MpiLibrary.FamilyOf(NativeLibrary.GetMainProgramHandle(), name)}");

    [Theory]
    [InlineData("Open MPI v4.1.4, package: Debian OpenMPI, ident: 4.1.4, repo rev: v4.1.4, May 26, 2022\0", "Open MPI 4.1.4")]
    [InlineData("Open MPI v5.0.0rc12, package: x", "Open MPI 5.0.0rc12")]
    [InlineData("MPICH Version:      4.0.2\nMPICH Release date: Thu Apr  7 12:34:45 CDT 2022\nMPICH ABI:          14:2:2\n", "MPICH 4.0.2")]
    [InlineData("MVAPICH2 Version      :\t2.3.7\nMVAPICH2 Release date : x", "MVAPICH2 2.3.7")]
    [InlineData("Intel(R) MPI Library 2021.6 for Linux* OS\n", "Intel(R) MPI Library 2021.6 for Linux* OS")]
    [InlineData("MPI VERSION    : CRAY MPICH version 8.1.28\nMPI BUILD INFO : x", "MPI VERSION    : CRAY MPICH version 8.1.28")]
    [InlineData("\n", "an MPI library without a name")]
    public void A_library_has_a_short_name(string text, string expected) => Assert.Equal(expected, LibraryVersion.Shorten(text));

    /// <summary>MPICH writes the kind of a handle in its first bits and the size of a type in its second byte.</summary>
    [Fact]
    public void The_handles_of_MPICH_have_the_bits_of_their_kind()
    {
        MpiConstants mpich = MpiConstants.Mpich;
        Assert.Equal((0x44, 0x4c, 0x4c), (Kind(mpich.World), Kind(mpich.Byte), Kind(mpich.Float)));
        Assert.Equal((0x58, 0x54), (Kind(mpich.Sum), Kind(mpich.ErrorsReturn)));
        Assert.Equal((sizeof(byte), sizeof(float)), (Size(mpich.Byte), Size(mpich.Float)));

        static int Kind(nint handle) => (int)(handle >> 24);
        static int Size(nint type) => (int)(type >> 8) & 0xff;
    }

    /// <summary>The standard keeps its handles within 10 bits; bits 3 to 5 of a type of fixed size are the logarithm of the size.</summary>
    [Fact]
    public void The_handles_of_the_standard_have_the_bits_of_their_kind()
    {
        MpiConstants standard = MpiConstants.Standard;
        Assert.Equal((0b0100000001, 0b0010000, 0b01010), (standard.World, standard.Sum >> 1, standard.ErrorsReturn >> 5));
        Assert.Equal((0b1001, 0b1000), (standard.Byte >> 6, standard.Float >> 6));
        Assert.Equal((sizeof(byte), sizeof(float)), (1 << (int)((standard.Byte >> 3) & 7), 1 << (int)((standard.Float >> 3) & 7)));
    }

    [Fact]
    public void The_constants_of_the_families_differ_where_the_families_do()
    {
        MpiConstants mpich = MpiConstants.Mpich, standard = MpiConstants.Standard;
        Assert.Equal((1, -1, 2), (mpich.StatusIgnore, mpich.InPlace, mpich.ThreadSerialized));
        Assert.Equal((0, 1, 2048), (standard.StatusIgnore, standard.InPlace, standard.ThreadSerialized));
    }
}
