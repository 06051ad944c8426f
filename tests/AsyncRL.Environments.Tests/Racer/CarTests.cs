using AsyncRL.Environments.Racer;

namespace AsyncRL.Environments.Tests.Racer;

public class CarTests
{
    private static readonly Controls Throttle = new(0, Pedal.Throttle);

    [Theory]
    [InlineData("slow", 18)]
    [InlineData("fast", 45)]
    public void Full_throttle_on_a_straight_reaches_the_stated_top_speed(string word, double topSpeed)
    {
        var car = new Car(CarModel.Of(word));
        for (int frame = 0; frame < 30 * Car.FrameRate; frame++) car.Advance(Throttle, isOnRoad: true);
        Assert.Equal(topSpeed, car.ForwardSpeed, 0.01);
        Assert.Equal(0, car.Y, 1e-9);
    }

    [Fact]
    public void Grass_holds_a_car_back()
    {
        var car = new Car(CarModel.Fast) { ForwardSpeed = 40 };
        for (int frame = 0; frame < 10 * Car.FrameRate; frame++) car.Advance(Throttle, isOnRoad: false);
        Assert.InRange(car.ForwardSpeed, 5, 10);
    }

    [Fact]
    public void Brakes_stop_the_car_and_do_not_drive_it_backwards()
    {
        var car = new Car(CarModel.Fast) { ForwardSpeed = 40 };
        int frames = 0;
        for (; car.ForwardSpeed > 0; frames++) car.Advance(new(0, Pedal.Brake), isOnRoad: true);
        Assert.InRange(frames, 4 * Car.FrameRate, 5 * Car.FrameRate);
        for (int frame = 0; frame < Car.FrameRate; frame++) car.Advance(new(0, Pedal.Brake), isOnRoad: true);
        Assert.Equal(0, car.ForwardSpeed);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void The_wheel_turns_the_car_to_its_side(int steering)
    {
        var car = new Car(CarModel.Slow) { ForwardSpeed = 10 };
        for (int frame = 0; frame < 20; frame++) car.Advance(new(steering, Pedal.None), isOnRoad: true);
        Assert.True(steering * car.Heading > 0.05);
        Assert.True(steering * car.Y > 0.1);
    }

    [Theory]
    [InlineData(10, 0.2)]
    [InlineData(44, 1)]
    public void Sideways_acceleration_stays_within_the_grip(double speed, double least)
    {
        const double Grip = 1.1 * 9.81;
        var car = new Car(CarModel.Fast) { ForwardSpeed = speed };
        double greatest = 0;
        for (int frame = 0; frame < Car.FrameRate; frame++)
        {
            (double x, double y) = car.Velocity;
            car.Advance(new(1, Pedal.None), isOnRoad: true);
            (double nextX, double nextY) = car.Velocity;
            greatest = Math.Max(greatest, Math.Sqrt(((nextX - x) * (nextX - x)) + ((nextY - y) * (nextY - y))) * Car.FrameRate);
        }

        Assert.InRange(greatest, least * 0.9 * Grip, 1.05 * Grip);
    }

    [Fact]
    public void A_car_that_turns_in_too_fast_slides()
    {
        Car slow = new(CarModel.Fast) { ForwardSpeed = 8 }, fast = new(CarModel.Fast) { ForwardSpeed = 40 };
        for (int frame = 0; frame < Car.FrameRate; frame++)
        {
            slow.Advance(new(1, Pedal.None), isOnRoad: true);
            fast.Advance(new(1, Pedal.None), isOnRoad: true);
        }

        Assert.True(fast.SideSpeed < -3, $"Slides by {fast.SideSpeed} m/s.");
        Assert.InRange(slow.SideSpeed, -1.5, 1.5);
    }
}
